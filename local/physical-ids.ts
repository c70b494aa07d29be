/** Where the local back end says it is: a region of the partition that Huitou is deployed to. */
export const region = 'cn-north-1'
export const partition = 'aws-cn'
export const accountId = '000000000000'
export const urlSuffix = 'amazonaws.com.cn'
/** Of every function. */
export const localSecretAccessKey = 'local'

/** What the functions see of a resource: its physical name and its ARN. */
export function arnOf(service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`
}

export const tableArn = (name: string) => arnOf('dynamodb', `table/${name}`)
export const streamArn = (name: string) => `${tableArn(name)}/stream/local`
/** Secrets Manager ends an ARN in six random characters; grants by name count on their number. */
export const secretArn = (name: string) => arnOf('secretsmanager', `secret:${name}-local0`)

type Identity = { readonly ref: string; readonly attributes: Readonly<Record<string, string>> }

/** Which property names a resource; without it, CloudFormation makes a name, and so do we. */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SNS::Topic': 'TopicName',
}

/** The property to look at for `identify`'s `name`. */
export function namePropertyOf(type: string): string | undefined {
  return nameProperties[type]
}

/** What `Ref` and `Fn::GetAtt` answer for a resource of this type and physical name. */
export function identify(type: string, name: string, apiUrl: string): Identity {
  switch (type) {
    case 'AWS::DynamoDB::Table':
    case 'AWS::DynamoDB::GlobalTable':
      return { ref: name, attributes: { Arn: tableArn(name), StreamArn: streamArn(name), TableId: name } }
    case 'AWS::Lambda::Function':
      return { ref: name, attributes: { Arn: arnOf('lambda', `function:${name}`) } }
    case 'AWS::SQS::Queue': {
      const url = `https://sqs.${region}.${urlSuffix}/${accountId}/${name}`
      return { ref: url, attributes: { Arn: arnOf('sqs', name), QueueName: name, QueueUrl: url } }
    }
    case 'AWS::IAM::Role':
      return { ref: name, attributes: { Arn: `arn:${partition}:iam::${accountId}:role/${name}`, RoleId: name } }
    case 'AWS::SecretsManager::Secret':
      return { ref: secretArn(name), attributes: { Id: secretArn(name) } }
    case 'AWS::S3::Bucket': {
      const domain = `${name}.s3.${region}.${urlSuffix}`
      return { ref: name, attributes: { Arn: `arn:${partition}:s3:::${name}`, RegionalDomainName: domain } }
    }
    case 'AWS::CloudFront::OriginAccessControl':
      return { ref: name, attributes: { Id: name } }
    case 'AWS::ApiGatewayV2::Api':
      return { ref: 'local', attributes: { ApiEndpoint: apiUrl, ApiId: 'local' } }
    case 'AWS::Events::Rule':
      return { ref: name, attributes: { Arn: arnOf('events', `rule/${name}`) } }
    case 'AWS::Scheduler::Schedule':
      return { ref: name, attributes: { Arn: arnOf('scheduler', `schedule/default/${name}`) } }
    case 'AWS::SNS::Topic':
      return { ref: arnOf('sns', name), attributes: { TopicArn: arnOf('sns', name), TopicName: name } }
    case 'AWS::Logs::LogGroup':
      return { ref: name, attributes: { Arn: `${arnOf('logs', `log-group:${name}`)}:*` } }
    default: {
      const service = type.split('::')[1]?.toLowerCase() ?? 'unknown'
      return { ref: name, attributes: { Arn: arnOf(service, name) } }
    }
  }
}
