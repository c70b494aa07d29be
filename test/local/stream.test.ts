import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import {
  arn,
  dynamoSource,
  lambda,
  mapping,
  queue,
  type Resources,
  ref,
  streamGrant,
  table,
} from './support/resources.ts'
import { bootWorld, putAll, testFolder, until, type World } from './support/world.ts'

/** A consumer of Orders that writes what it sees to Seen, `pk` = pk of the record; the body may throw or return first. */
function consumer(body: string, more: Record<string, unknown> = {}): Resources {
  const source = `${dynamoSource}
    const pkOf = (record) => record.dynamodb.Keys.pk.S
    exports.handler = async (event) => {
      ${body}
      for (const record of event.Records) await see(record)
    }
    const see = (record) => dynamo('UpdateItem', { TableName: process.env.SEEN,
      Key: { pk: { S: pkOf(record) }, sk: { S: '-' } }, UpdateExpression: 'SET #r = :r ADD times :one',
      ExpressionAttributeNames: { '#r': 'record' },
      ExpressionAttributeValues: { ':one': { N: '1' }, ':r': { S: JSON.stringify(record) } } })`
  return {
    Orders: table(),
    Seen: table({ StreamSpecification: undefined }),
    Failed: queue,
    ...lambda('Consumer', source, {
      environment: { SEEN: ref('Seen') },
      grants: [
        streamGrant('Orders'),
        { actions: ['dynamodb:UpdateItem', 'dynamodb:GetItem'], on: arn('Seen') },
        { actions: ['sqs:SendMessage'], on: arn('Failed') },
      ],
    }),
    Feed: mapping('Orders', 'Consumer', {
      BatchSize: 10,
      MaximumRetryAttempts: 2,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: arn('Failed') } },
      ...more,
    }),
  }
}

/** pk → how often the consumer wrote it. */
async function seen(world: World): Promise<Record<string, number>> {
  const client = new DynamoDBClient(world.dynamo)
  const { Items = [] } = await client.send(new ScanCommand({ TableName: world.tables.Seen }))
  client.destroy()
  return Object.fromEntries(Items.map(({ pk, times }) => [pk?.S, Number(times?.N)]))
}

const letters = (text: string) => [...text].map((pk) => ({ pk }))

test('brings records to their consumer as Lambda does, once, and idle waits for it', async () => {
  const world = await bootWorld(consumer(''))
  await putAll(world, 'Orders', [{ pk: 'a', note: '回' }])
  await world.idle()
  const client = new DynamoDBClient(world.dynamo)
  const { Items = [] } = await client.send(new ScanCommand({ TableName: world.tables.Seen }))
  client.destroy()
  expect(Items.map(({ times }) => times?.N)).toEqual(['1'])
  expect(JSON.parse(Items[0]?.record?.S ?? '')).toEqual({
    eventID: expect.any(String),
    eventName: 'INSERT',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'cn-north-1',
    eventSourceARN: 'arn:aws-cn:dynamodb:cn-north-1:000000000000:table/Shop-Orders/stream/local',
    dynamodb: {
      ApproximateCreationDateTime: expect.any(Number),
      Keys: { pk: { S: 'a' }, sk: { S: '-' } },
      NewImage: { pk: { S: 'a' }, sk: { S: '-' }, note: { S: '回' } },
      SequenceNumber: expect.stringMatching(/^\d+$/),
      SizeBytes: expect.any(Number),
      StreamViewType: 'NEW_IMAGE',
    },
  })
})

test('keeps from a consumer what its filter does not match', async () => {
  const pattern = { eventName: ['INSERT'], dynamodb: { NewImage: { eventType: { S: ['order_paid'] } } } }
  const world = await bootWorld(consumer('', { FilterCriteria: { Filters: [{ Pattern: JSON.stringify(pattern) }] } }))
  await putAll(world, 'Orders', [
    { pk: 'a', eventType: 'order_paid' },
    { pk: 'b', eventType: 'order_placed' },
    { pk: 'c' },
    // The second put of an item is a MODIFY.
    { pk: 'b', eventType: 'order_paid' },
    { pk: 'd', eventType: 'order_paid' },
  ])
  await world.idle()
  expect(await seen(world)).toEqual({ a: 1, d: 1 })
})

test('tries again what a consumer reports as failed, and not what is before it', async () => {
  const world = await bootWorld(
    consumer(`
      const at = event.Records.findIndex((record) => pkOf(record) === 'c')
      if (at >= 0 && !globalThis.failed) {
        globalThis.failed = true
        for (const record of event.Records.slice(0, at)) await see(record)
        return { batchItemFailures: [{ itemIdentifier: event.Records[at].dynamodb.SequenceNumber }] }
      }`),
  )
  await putAll(world, 'Orders', letters('abcde'))
  await world.idle()
  expect(await seen(world)).toEqual({ a: 1, b: 1, c: 1, d: 1, e: 1 })
  expect(world.queues()).toEqual({ 'Shop-Failed': [] })
})

test('sends a poison record to the queue, and delivers everything before and behind it', async () => {
  const world = await bootWorld(consumer(`if (event.Records.some((r) => pkOf(r) === 'c')) throw new Error('poison')`))
  await putAll(world, 'Orders', letters('abcdefgh'))
  await world.idle()
  expect(await seen(world)).toEqual({ a: 1, b: 1, d: 1, e: 1, f: 1, g: 1, h: 1 })
  expect(world.queues()).toEqual({
    'Shop-Failed': [
      expect.objectContaining({
        requestContext: expect.objectContaining({ condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 }),
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        DDBStreamBatchInfo: expect.objectContaining({ batchSize: 1, startSequenceNumber: '3', endSequenceNumber: '3' }),
      }),
    ],
  })
  expect(world.log.join('\n')).toContain('gave up on 1 record(s)')
})

test('gives a consumer no more than its batch size, in the order of the stream', async () => {
  const world = await bootWorld(
    consumer(
      `globalThis.order = [...(globalThis.order ?? []), ...event.Records.map(pkOf)]
      if (event.Records.length > 3) throw new Error('too many')
      if (globalThis.order.join('') !== 'abcdefgh'.slice(0, globalThis.order.length)) throw new Error('out of order')`,
      {
        BatchSize: 3,
        MaximumRetryAttempts: 0,
      },
    ),
  )
  await putAll(world, 'Orders', letters('abcdefgh'))
  await world.idle()
  expect(
    Object.keys(await seen(world))
      .sort()
      .join(''),
  ).toBe('abcdefgh')
  expect(world.queues()['Shop-Failed']).toEqual([])
})

test('idle waits for what a consumer sets off at another', async () => {
  const relay = `${dynamoSource}
    exports.handler = async (event) => {
      for (const { dynamodb } of event.Records) {
        await dynamo('PutItem', { TableName: process.env.ORDERS, Item: dynamodb.NewImage })
      }
    }`
  const world = await bootWorld({
    ...consumer(''),
    Requests: table(),
    ...lambda('Relay', relay, {
      environment: { ORDERS: ref('Orders') },
      grants: [streamGrant('Requests'), { actions: ['dynamodb:PutItem'], on: arn('Orders') }],
    }),
    RelayFeed: mapping('Requests', 'Relay'),
  })
  await putAll(world, 'Requests', letters('ab'))
  await world.idle()
  expect(await seen(world)).toEqual({ a: 1, b: 1 })
})

test('LATEST begins with what is written after the start', async () => {
  const first = await bootWorld(consumer('', { StartingPosition: 'LATEST' }))
  await putAll(first, 'Orders', letters('a'))
  await first.idle()
  expect(await seen(first)).toEqual({ a: 1 })
})

test('closes while a consumer hangs, and brings it the same records after the next start', async () => {
  const folder = testFolder()
  const hanging = await bootWorld(consumer('console.log("hangs"); await new Promise(() => {})'), { folder })
  await putAll(hanging, 'Orders', letters('ab'))
  await until(() => existsSync(join(folder, 'data', 'logs', 'Shop-Consumer.log')))
  await hanging.close()
  const mended = await bootWorld(consumer(''), { folder })
  await mended.idle()
  expect(await seen(mended)).toEqual({ a: 1, b: 1 })
})

test('does not bring a consumer again what it was done with before a restart', async () => {
  const folder = testFolder()
  const first = await bootWorld(consumer(''), { folder })
  await putAll(first, 'Orders', letters('ab'))
  await first.idle()
  await first.close()
  const second = await bootWorld(consumer(''), { folder })
  await putAll(second, 'Orders', letters('c'))
  await second.idle()
  expect(await seen(second)).toEqual({ a: 1, b: 1, c: 1 })
})
