import { Duration } from 'aws-cdk-lib'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import { Construct } from 'constructs'
import { addAlarm } from './alarms.ts'
import type { HuitouFunction } from './huitou-function.ts'
import { type Settings, stageName } from './settings.ts'

/** A function that should have run this often and has not run once is not running at all. */
const runsMissed = 5

export type ClockFeedProps = {
  readonly name: string
  readonly consumer: HuitouFunction
  readonly everyMinutes: number
  /** What it means to a shop when it does not run. */
  readonly alarm: string
  readonly topic: Topic
  readonly settings: Settings
}

/** Runs a function by the clock, and tells when it has not run: a function that never starts has no errors. */
export class ClockFeed extends Construct {
  constructor(scope: Construct, id: string, { name, consumer, everyMinutes, alarm, topic, settings }: ClockFeedProps) {
    super(scope, id)
    new Rule(this, 'Rule', {
      ruleName: stageName(settings, name),
      description: alarm,
      schedule: Schedule.rate(Duration.minutes(everyMinutes)),
      targets: [new LambdaTarget(consumer.lambda)],
    })
    const period = Duration.minutes(everyMinutes * runsMissed)
    addAlarm(this, 'Silent', {
      metric: consumer.lambda.metricInvocations({ period }),
      threshold: 1,
      below: true,
      meaning: alarm,
      lookAt: `Function ${name} has not run for ${period.toMinutes()} minutes: look whether its rule is enabled and may invoke it.`,
      topic,
    })
  }
}
