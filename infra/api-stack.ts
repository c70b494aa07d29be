import { CfnOutput, Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib'
import type { Topic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'
import * as z from 'zod'
import { addAlarmTopic } from './alarms.ts'
import { ClockFeed } from './clock-feed.ts'
import { constructId } from './construct-id.ts'
import type { DataStack } from './data-stack.ts'
import { type FunctionSpec, functionSpecs } from './functions.ts'
import { dataStatements, secretArnOf, streamArnOf, tableOf } from './grants.ts'
import { HuitouHttpApi } from './http-api.ts'
import { HuitouFunction } from './huitou-function.ts'
import { imagePrefix } from './image-bucket.ts'
import {
  imageVariables,
  linkPageVariable,
  messageTemplatesVariable,
  needSpecs,
  secondLevelVariable,
  secretNeeds,
  sessionSettings,
  signInPageVariable,
} from './needs.ts'
import { parameterValue } from './parameters.ts'
import type { Settings } from './settings.ts'
import { StreamFeed } from './stream-feed.ts'

/** Room for a call to WeChat Pay with all its retries (3 × 5 s and pauses); API Gateway gives up after 30 s. */
const apiTimeout = Duration.seconds(20)
/** A batch of a stream: `batchRecordsMax` transactions, some of them tried again. */
const streamTimeout = Duration.seconds(60)
/** A sweep ends before the next minute’s begins. */
const sweepTimeout = Duration.seconds(50)

export type ApiStackProps = StackProps & {
  readonly data: DataStack
  /** Folder with a folder per bundle. */
  readonly bundles: string
  readonly settings: Settings
}

/** Everything that runs. It holds no data: it may be taken down and deployed again. */
export class ApiStack extends Stack {
  /** Address of the API. */
  readonly url: string

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props)
    const topic = addAlarmTopic(this, props.settings)
    const http = new HuitouHttpApi(this, 'Http', { topic, settings: props.settings })
    this.url = http.url
    for (const spec of functionSpecs()) this.addFunction(spec, props, topic, http)
    new CfnOutput(this, 'ApiUrl', { value: http.url, description: 'Base address of the API' })
  }

  private addFunction(spec: FunctionSpec, props: ApiStackProps, topic: Topic, http: HuitouHttpApi): void {
    const { data, settings } = props
    const { name, alarm, trigger } = spec
    const id = constructId(name)
    const target = new HuitouFunction(this, id, {
      name,
      alarm,
      bundles: props.bundles,
      environment: this.environmentOf(spec, props),
      statements: dataStatements(spec, data),
      ...runningOf(spec, settings),
      topic,
      settings,
    })
    if (spec.needs.includes('images')) acknowledgePrefix(target, data)
    const common = { name, consumer: target, alarm, topic, settings }
    switch (trigger.kind) {
      case 'http':
        http.addRoutes(spec.name, target, trigger.routes, spec.name === 'platform')
        return
      case 'stream': {
        const streamArn = streamArnOf(trigger.source, data)
        new StreamFeed(this, `${id}Feed`, { ...common, table: trigger.source, streamArn, events: trigger.events })
        return
      }
      case 'schedule':
        new ClockFeed(this, `${id}Clock`, { ...common, everyMinutes: trigger.everyMinutes })
    }
  }

  /** The tables of its rows, the settings and secrets of its needs, and what the session check asks for. */
  private environmentOf(spec: FunctionSpec, { data, settings }: ApiStackProps): Record<string, string> {
    const environment: Record<string, string> = {}
    for (const { table } of spec.grants) environment[`TABLE_${table.toUpperCase()}`] = tableOf(table, data).tableName
    const variables = [
      ...(spec.hasSessions ? sessionSettings : []),
      ...secretNeeds(spec.needs).flatMap((need) => needSpecs[need].settings),
      ...(spec.needs.includes('message-templates') ? [messageTemplatesVariable] : []),
      ...(spec.needs.includes('link-page') ? [linkPageVariable] : []),
      ...(spec.needs.includes('sign-in-page') ? [signInPageVariable] : []),
    ]
    for (const variable of variables) environment[variable] = parameterValue(this, settings.parameterPrefix, variable)
    for (const need of secretNeeds(spec.needs)) environment[needSpecs[need].secret.variable] = secretArnOf(need, data)
    if (settings.secondLevel && spec.needs.includes('second-level'))
      environment[secondLevelVariable.name] = secondLevelVariable.on
    if (spec.needs.includes('images')) {
      environment[imageVariables.bucket] = data.images.bucketName
      environment[imageVariables.domain] = data.images.bucketRegionalDomainName
    }
    return environment
  }
}

const Import = z.object({ 'Fn::ImportValue': z.string() })

/** The rules ask about every wildcard by the resource that it is in: here by the name under which the bucket is exported. */
function acknowledgePrefix(target: HuitouFunction, data: DataStack): void {
  const { 'Fn::ImportValue': bucketArn } = Import.parse(data.resolve(data.exportValue(data.images.bucketArn)))
  Validations.of(target).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${bucketArn}/${imagePrefix}*]`,
    reason: 'An object has no name before it is uploaded: the grant is of one prefix of one bucket.',
  })
}

function runningOf({ trigger }: FunctionSpec, settings: Settings) {
  switch (trigger.kind) {
    case 'http':
      return { memoryMiB: settings.apiMemoryMiB, timeout: apiTimeout }
    case 'stream':
      return { memoryMiB: settings.consumerMemoryMiB, timeout: streamTimeout }
    case 'schedule':
      // The next minute’s run does what a failed one left.
      return {
        memoryMiB: trigger.memoryMiB ?? settings.consumerMemoryMiB,
        timeout: sweepTimeoutOf(trigger),
        asyncRetries: 0,
      }
  }
}

const sweepTimeoutOf = ({ runMinutes }: { readonly runMinutes?: number }) =>
  runMinutes === undefined ? sweepTimeout : Duration.minutes(runMinutes)
