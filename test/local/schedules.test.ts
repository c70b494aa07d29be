import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { arn, dynamoSource, lambda, queue, type Resources, ref, rule, table } from './support/resources.ts'
import { bootWorld, until, type World } from './support/world.ts'

const minuteMs = 60_000

/** A schedule whose function leaves an item per run, named by the time it was told; the body may throw first. */
function ticking(body = '', more: Resources = {}, scheduled = rule('Tick')): Resources {
  const source = `${dynamoSource}
    exports.handler = async (event) => {
      const key = { pk: { S: event.time }, sk: { S: Math.random().toString() } }
      await dynamo('PutItem', { TableName: process.env.RUNS, Item: { ...key, event: { S: JSON.stringify(event) } } })
      ${body}
      return { ran: event.time }
    }`
  return {
    Runs: table(),
    ...lambda('Tick', source, {
      environment: { RUNS: ref('Runs') },
      grants: [{ actions: ['dynamodb:PutItem'], on: arn('Runs') }],
      properties: { FunctionName: 'tick' },
    }),
    Rule: scheduled,
    ...more,
  }
}

async function runs(world: World): Promise<Record<string, unknown>[]> {
  const client = new DynamoDBClient(world.dynamo)
  const { Items = [] } = await client.send(new ScanCommand({ TableName: world.tables.Runs }))
  client.destroy()
  return Items.map(({ event }) => JSON.parse(event?.S ?? ''))
}

test('fires when it is due by the local clock, once however far the clock jumped', async () => {
  const world = await bootWorld(ticking())
  await world.idle()
  expect(await runs(world)).toEqual([])
  world.clock.advance(minuteMs - 30_000)
  await world.idle()
  expect(await runs(world)).toEqual([])
  world.clock.advance(3 * 24 * 60 * minuteMs)
  await world.idle()
  expect(await runs(world)).toEqual([
    expect.objectContaining({
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      resources: ['arn:aws-cn:events:cn-north-1:000000000000:rule/Shop-Rule'],
      detail: {},
    }),
  ])
  world.clock.advance(minuteMs)
  await world.idle()
  expect((await runs(world)).length).toBe(2)
})

test('fires by hand under the name of the rule or of its function, and answers what came of it', async () => {
  const world = await bootWorld(ticking())
  for (const name of ['Rule', 'Shop-Rule', 'tick']) {
    const result = await world.runSchedule(name)
    expect(result).toEqual({ ok: true, payload: { ran: expect.stringMatching(/^\d{4}-.*Z$/) } })
  }
  expect((await runs(world)).length).toBe(3)
  await expect(world.runSchedule('nobody')).rejects.toThrow('There is no schedule nobody')
})

test('tells by hand what the function threw', async () => {
  const world = await bootWorld(ticking('throw new TypeError("no")'))
  const error = expect.objectContaining({ errorType: 'TypeError', errorMessage: 'no' })
  expect(await world.runSchedule('tick')).toEqual({ ok: false, error })
  expect((await runs(world)).length).toBe(1)
})

test('tries a failed run again as often as the template says, and then tells the queue', async () => {
  const config = {
    FunctionName: ref('Tick'),
    Qualifier: '$LATEST',
    MaximumRetryAttempts: 1,
    DestinationConfig: { OnFailure: { Destination: arn('Failed') } },
  }
  const world = await bootWorld(
    ticking('throw new Error("no")', {
      Failed: queue,
      Config: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: config },
    }),
  )
  world.clock.advance(minuteMs)
  await until(() => world.queues()['Shop-Failed']?.length === 1)
  expect((await runs(world)).length).toBe(2)
})

test('a disabled rule does not fire', async () => {
  const disabled = rule('Tick')
  const world = await bootWorld(
    ticking('', {}, { ...disabled, Properties: { ...disabled.Properties, State: 'DISABLED' } }),
  )
  world.clock.advance(10 * minuteMs)
  await world.idle()
  expect(await runs(world)).toEqual([])
})
