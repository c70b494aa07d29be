import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import type { Construct } from 'constructs'
import type { Settings } from './settings.ts'

/** How long a figure is added up before it is looked at. */
export const alarmPeriod = Duration.minutes(5)

export type AlarmProps = {
  readonly metric: IMetric
  /** The alarm goes off above this, unless `below` says otherwise. */
  readonly threshold: number
  /** Goes off below the threshold, and when nothing is measured at all. */
  readonly below?: boolean
  /** What it means to a shop: a whole sentence. */
  readonly meaning: string
  /** What is wrong and where to look, a whole sentence. */
  readonly lookAt: string
  readonly topic: Topic
}

/** An alarm that says what it means to a shop, and what to look at. It also tells when all is well again. */
export function addAlarm(scope: Construct, id: string, props: AlarmProps): Alarm {
  const alarm = new Alarm(scope, id, {
    metric: props.metric,
    threshold: props.threshold,
    evaluationPeriods: 1,
    comparisonOperator: props.below
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_THRESHOLD,
    treatMissingData: props.below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    alarmDescription: `${props.meaning} ${props.lookAt}`,
  })
  const action = new SnsAction(props.topic)
  alarm.addAlarmAction(action)
  alarm.addOkAction(action)
  return alarm
}

/** Where alarms go: an encrypted topic, and the address of the settings. */
export function addAlarmTopic(stack: Stack, settings: Settings): Topic {
  const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com')
  const ofThisAccount = { StringEquals: { 'aws:SourceAccount': stack.account } }
  // A key of our own: CloudWatch may not use the one that AWS manages for SNS.
  const key = new Key(stack, 'AlarmKey', {
    description: 'Encrypts alarm messages',
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.DESTROY,
  })
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [cloudWatch],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: ofThisAccount,
    }),
  )
  const topic = new Topic(stack, 'AlarmTopic', { displayName: 'Huitou alarms', masterKey: key, enforceSSL: true })
  // A topic with a policy of its own no longer has the default one that lets the account's alarms in.
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: [cloudWatch],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: ofThisAccount,
    }),
  )
  if (settings.alarmEmail !== undefined) topic.addSubscription(new EmailSubscription(settings.alarmEmail))
  return topic
}
