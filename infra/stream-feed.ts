import { Aws, Duration, Validations } from 'aws-cdk-lib'
import { Stats } from 'aws-cdk-lib/aws-cloudwatch'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { TableName } from '../functions/shared/storage.ts'
import { addAlarm, alarmPeriod } from './alarms.ts'
import type { HuitouFunction } from './huitou-function.ts'
import { type Settings, stageName } from './settings.ts'
import { tableNameOf } from './tables.ts'

/** Records given to one invocation: enough to be cheap, few enough for the function's time. */
const batchRecordsMax = 100
/** Attempts after the first, each on half the batch where the function ended with an error. */
const retriesMax = 5
/** Batches of one shard at a time. The order of one partition key, one order or one shop, is kept. */
const batchesPerShard = 2
/** A stream keeps its records for a day: far below that, and long enough to let a burst pass. */
const iteratorAgeAlarm = Duration.minutes(5)
/** SQS's own limit: the longest that somebody may be away. */
const deadLetterRetention = Duration.days(14)

export type StreamFeedProps = {
  readonly name: string
  readonly consumer: HuitouFunction
  /** What it means to a shop when records are late or lost. */
  readonly alarm: string
  readonly table: TableName
  readonly streamArn: string
  readonly events: readonly string[]
  readonly topic: Topic
  readonly settings: Settings
}

/** Feeds a function with the events of a table's stream; what it cannot digest goes to a queue, and the rest goes on. */
export class StreamFeed extends Construct {
  constructor(scope: Construct, id: string, props: StreamFeedProps) {
    super(scope, id)
    const { consumer, name } = props
    const deadLetters = this.addDeadLetters(name, props.settings)
    this.grant(props, deadLetters)
    new EventSourceMapping(this, 'Mapping', {
      target: consumer.lambda,
      eventSourceArn: props.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      filters: [eventFilter(props.events)],
      batchSize: batchRecordsMax,
      parallelizationFactor: batchesPerShard,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: retriesMax,
      onFailure: { bind: () => ({ destination: deadLetters.queueArn }) },
    })
    this.addAlarms(props, deadLetters)
  }

  private addDeadLetters(name: string, settings: Settings): Queue {
    const queue = new Queue(this, 'DeadLetters', {
      queueName: stageName(settings, `huitou-${name}-dead-letters`),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: deadLetterRetention,
    })
    Validations.of(queue).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This is a dead-letter queue itself: nothing consumes it but an operator.',
    })
    return queue
  }

  private grant({ consumer, table, streamArn, settings }: StreamFeedProps, deadLetters: Queue): void {
    const streams = `table/${tableNameOf(settings, table)}/stream/*`
    const streamsArn = `arn:${Aws.PARTITION}:dynamodb:${Aws.REGION}:${Aws.ACCOUNT_ID}:${streams}`
    const reading = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator']
    for (const statement of [
      new PolicyStatement({ actions: reading, resources: [streamArn] }),
      new PolicyStatement({ actions: ['dynamodb:ListStreams'], resources: [streamsArn] }),
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
    ])
      consumer.lambda.addToRolePolicy(statement)
    Validations.of(consumer).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:dynamodb:<AWS::Region>:<AWS::AccountId>:${streams}]`,
      reason: 'Lambda lists the streams of the table before it reads one: the action knows no single stream.',
    })
  }

  private addAlarms({ alarm: meaning, consumer, name, topic }: StreamFeedProps, deadLetters: Queue): void {
    addAlarm(this, 'Late', {
      metric: consumer.lambda.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: alarmPeriod }),
      threshold: iteratorAgeAlarm.toMilliseconds(),
      meaning,
      lookAt: `Function ${name} is more than ${iteratorAgeAlarm.toMinutes()} minutes behind its table: look for a record that it tries again and again.`,
      topic,
    })
    addAlarm(this, 'DeadLetter', {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        statistic: Stats.MAXIMUM,
        period: alarmPeriod,
      }),
      threshold: 0,
      meaning,
      lookAt: `Function ${name} gave up on records: their shard and sequence numbers are in its dead-letter queue, for 14 days; the stream keeps them for one.`,
      topic,
    })
  }
}

/** Inserts of events of these types, and nothing else that happens in the table. */
function eventFilter(events: readonly string[]) {
  return FilterCriteria.filter({
    eventName: FilterRule.isEqual('INSERT'),
    dynamodb: { NewImage: { eventType: { S: [...events] } } },
  })
}
