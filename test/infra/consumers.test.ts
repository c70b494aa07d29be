import { expect, test } from 'vitest'
import * as z from 'zod'
import { consumers } from '../../functions/consumers.ts'
import { contexts } from '../../functions/shared/rows.ts'
import { alarmsOf, functionsOf, ofType, render, synthesisTime, templatesOf } from './templates.ts'

const templates = templatesOf()
const alarms = alarmsOf(templates)

const streamConsumers = consumers.filter((consumer) => consumer.kind === 'stream')
/** The functions that read streams, each with the rows for which it reads. */
const readers = [...Map.groupBy(streamConsumers, (row) => ('functionName' in row ? row.functionName : row.name))].map(
  ([name, rows]) => ({ name, rows }),
)
const scheduleConsumers = consumers.filter((consumer) => consumer.kind === 'schedule')

const mappings = new Map(
  ofType(templates.api, 'AWS::Lambda::EventSourceMapping').map(([, { Properties }]) => [
    render(Properties.FunctionName, templates),
    Properties,
  ]),
)
const mappingOf = (name: string) => mappings.get(name) ?? expect.fail(`${name} has no event source`)

test('feeds every function that reads for a stream consumer, and nothing else, from a stream', () => {
  expect([...mappings.keys()].sort()).toEqual(readers.map(({ name }) => name).sort())
})

test.each(readers)('feeds $name with the events of its rows only, and survives a poison record', ({ name, rows }) => {
  const mapping = mappingOf(name)
  const sources = new Set(rows.map(({ source }) => `huitou-${source}.StreamArn`))
  expect([render(mapping.EventSourceArn, templates)]).toEqual([...sources])
  expect(mapping).toMatchObject({
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 100,
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumRetryAttempts: 5,
    ParallelizationFactor: 2,
  })
  const { Filters } = z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }).parse(mapping.FilterCriteria)
  const events = [...new Set<string>(rows.flatMap((row) => [...row.events]))]
  expect(Filters.map(({ Pattern }) => JSON.parse(Pattern))).toEqual([
    { eventName: ['INSERT'], dynamodb: { NewImage: { eventType: { S: events } } } },
  ])
})

test.each(readers)('keeps what $name cannot digest in an encrypted queue of its own', ({ name }) => {
  const { OnFailure } = z
    .object({ OnFailure: z.object({ Destination: z.unknown() }) })
    .parse(mappingOf(name).DestinationConfig)
  expect(render(OnFailure.Destination, templates)).toBe(`huitou-${name}-dead-letters.Arn`)
  const queues = ofType(templates.api, 'AWS::SQS::Queue').filter(
    ([, queue]) => queue.Properties.QueueName === `huitou-${name}-dead-letters`,
  )
  expect(queues).toHaveLength(1)
  expect(queues[0]?.[1].Properties).toMatchObject({
    SqsManagedSseEnabled: true,
    MessageRetentionPeriod: 14 * 24 * 60 * 60,
  })
})

test.each(scheduleConsumers)(
  'runs $name by the clock, without a second try of a failed run',
  ({ name, everyMinutes }) => {
    const rules = ofType(templates.api, 'AWS::Events::Rule').filter(([, rule]) => rule.Properties.Name === name)
    expect(rules).toHaveLength(1)
    const properties = rules[0]?.[1].Properties ?? {}
    expect(properties).toMatchObject({
      State: 'ENABLED',
      ScheduleExpression:
        (everyMinutes as number) === 60
          ? 'rate(1 hour)'
          : `rate(${everyMinutes} ${(everyMinutes as number) === 1 ? 'minute' : 'minutes'})`,
    })
    const [target] = z.array(z.object({ Arn: z.unknown() })).parse(properties.Targets)
    expect(render(target?.Arn, templates)).toBe(`${name}.Arn`)
    const configs = ofType(templates.api, 'AWS::Lambda::EventInvokeConfig').map(([, config]) => config.Properties)
    const own = configs.filter((config) => render(config.FunctionName, templates) === name)
    expect(own.map((config) => config.MaximumRetryAttempts)).toEqual([0])
  },
)

test('gives a run by the clock the time and memory of its row, and little where it says nothing', () => {
  for (const row of scheduleConsumers) {
    const seconds = 'runMinutes' in row ? row.runMinutes * 60 : 50
    const memoryMiB = 'memoryMiB' in row ? row.memoryMiB : 512
    const { Timeout, MemorySize } = functionsOf(templates).get(row.name)?.Properties ?? {}
    expect([row.name, Timeout, MemorySize]).toEqual([row.name, seconds, memoryMiB])
  }
})

test('alarms on the errors and throttles of every function', () => {
  for (const name of functionsOf(templates).keys()) {
    const metrics = alarms.filter((alarm) => alarm.target === name).map((alarm) => alarm.metric)
    expect(metrics, name).toEqual(expect.arrayContaining(['Errors', 'Throttles']))
  }
})

test.each(readers)('alarms when $name is behind or has given up, with what each row means', ({ name, rows }) => {
  const late = alarms.filter((alarm) => alarm.metric === 'IteratorAge' && alarm.target === name)
  const lost = alarms.filter(
    (alarm) =>
      alarm.metric === 'ApproximateNumberOfMessagesVisible' && alarm.target === `huitou-${name}-dead-letters.QueueName`,
  )
  expect([late.length, lost.length]).toEqual([1, 1])
  const meaning = rows.map(({ alarm }) => alarm).join(' ')
  for (const { description } of [...late, ...lost]) expect(description.startsWith(meaning)).toBe(true)
})

test.each(scheduleConsumers)('alarms when $name does not run at all', ({ name }) => {
  expect(alarms.filter((alarm) => alarm.metric === 'Invocations' && alarm.target === name)).toHaveLength(1)
})

test('alarms on server errors of the API', () => {
  expect(alarms.filter((alarm) => alarm.metric === '5xx')).toHaveLength(1)
})

test('says in every alarm what it means to a shop and what to look at, and tells somebody', () => {
  expect(alarms.length).toBeGreaterThan(2 * (contexts.length + consumers.length))
  for (const { description, notifies } of alarms) {
    expect(description).toMatch(/^[A-Z][^.]{15,}\. [A-Z].{20,}\.$/)
    expect(notifies).toBe(true)
  }
  for (const consumer of consumers)
    expect(
      alarms.some(({ description }) => description.includes(consumer.alarm)),
      consumer.name,
    ).toBe(true)
})

test('encrypts alarms and lets in those of this account only', () => {
  const [topic] = ofType(templates.api, 'AWS::SNS::Topic')
  expect(topic?.[1].Properties).toHaveProperty('KmsMasterKeyId')
  const policy = JSON.stringify(ofType(templates.api, 'AWS::SNS::TopicPolicy')[0]?.[1].Properties)
  expect(policy).toContain('"aws:SourceAccount":{"Ref":"AWS::AccountId"}')
})

test('mails alarms where the settings name an address, and to nobody else', synthesisTime, () => {
  expect(ofType(templates.api, 'AWS::SNS::Subscription')).toEqual([])
  const { api } = templatesOf({ 'huitou:alarmEmail': 'ops@shop.example' })
  const subscriptions = ofType(api, 'AWS::SNS::Subscription').map(([, subscription]) => subscription.Properties)
  expect(subscriptions).toMatchObject([{ Protocol: 'email', Endpoint: 'ops@shop.example' }])
})

test('alarms when any function logs an error, which is how differences of the books are told', () => {
  const metrics = alarms.map(({ metric }) => metric)
  expect(metrics).toEqual(
    expect.arrayContaining([...functionsOf(templates).keys()].map((name) => `${name} error lines`)),
  )
  for (const [, { Properties }] of ofType(templates.api, 'AWS::Logs::MetricFilter'))
    expect(Properties.FilterPattern).toBe('{ $.level = "ERROR" }')
})
