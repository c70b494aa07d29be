import { BootError } from './errors.ts'

/** Resource types that the local back end plays. */
const playedTypes = [
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Lambda::Function',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Stage',
  'AWS::Events::Rule',
  'AWS::Scheduler::Schedule',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
  'AWS::S3::Bucket',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy',
] as const
export type PlayedType = (typeof playedTypes)[number]

/** Resource types without an effect on this machine, each with the reason. */
const typesWithoutEffect: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': 'Tells AWS which constructs were used.',
  'AWS::CloudWatch::Alarm': 'Nobody is to be woken by this machine; refusals and errors are in the log.',
  'AWS::CloudWatch::CompositeAlarm': 'As alarms.',
  'AWS::CloudWatch::Dashboard': 'Shows metrics, which are not kept here.',
  'AWS::Logs::LogGroup': 'Logs are files in the data folder.',
  'AWS::Logs::MetricFilter': 'Makes metrics of logs, which are not kept here.',
  'AWS::Logs::QueryDefinition': 'A saved search in the console.',
  'AWS::Logs::ResourcePolicy': 'Logs are files in the data folder.',
  'AWS::Lambda::Permission': 'Lets a service call a function; here every trigger is inside one process.',
  'AWS::SNS::Topic': 'Alarms only are sent to topics.',
  'AWS::SNS::TopicPolicy': 'Alarms only are sent to topics.',
  'AWS::SNS::Subscription': 'Alarms only are sent to topics.',
  'AWS::SQS::QueuePolicy': 'Queues here take messages from the local back end only.',
  'AWS::S3::BucketPolicy': 'The buckets here take what a function signed, and nothing else.',
  'AWS::CloudFront::CachePolicy': 'Nothing is cached here.',
  'AWS::CloudFront::OriginAccessControl': 'The files are read from the folder in which they are built.',
  'AWS::CloudFront::OriginRequestPolicy': 'The API gets each request whole.',
  'AWS::KMS::Key': 'Data on this machine is not encrypted.',
  'AWS::KMS::Alias': 'Data on this machine is not encrypted.',
  'AWS::SecretsManager::ResourcePolicy': 'Secrets here are read by functions of the template only, under their roles.',
}

/** @throws BootError when a type is neither played nor known to have no effect. */
export function isPlayed(type: string, logicalId: string): type is PlayedType {
  const played: readonly string[] = playedTypes
  if (played.includes(type)) return true
  if (Object.hasOwn(typesWithoutEffect, type)) return false
  throw new BootError(
    `The local back end does not know the resource type ${type} (${logicalId}). ` +
      `Teach it to play it, or name it in local/resource-types.ts with the reason why it has no effect.`,
  )
}
