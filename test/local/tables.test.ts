import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { createClock } from '../../local/clock.ts'
import { table } from './support/resources.ts'
import { bootRefusal, bootWorld, testFolder, type World } from './support/world.ts'

const byOwner = (projection: string) => ({
  AttributeDefinitions: ['pk', 'sk', 'owner'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-owner',
      KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
      Projection: { ProjectionType: projection },
    },
  ],
})

async function scan(world: World, input: Record<string, unknown> = {}) {
  const client = new DynamoDBClient(world.dynamo)
  const { Items = [] } = await client.send(new ScanCommand({ TableName: world.tables.Orders, ...input }))
  client.destroy()
  return Items
}

async function put(world: World, items: readonly Record<string, { S: string } | { N: string }>[]): Promise<void> {
  const client = new DynamoDBClient(world.dynamo)
  for (const Item of items) await client.send(new PutItemCommand({ TableName: world.tables.Orders, Item }))
  client.destroy()
}

test('keeps a table with its index and items from one start to the next', async () => {
  const folder = testFolder()
  const first = await bootWorld({ Orders: table(byOwner('KEYS_ONLY')) }, { folder })
  await put(first, [{ pk: { S: 'a' }, sk: { S: '-' }, owner: { S: 'o' }, more: { S: 'm' } }])
  await first.close()
  const second = await bootWorld({ Orders: table(byOwner('KEYS_ONLY')) }, { folder })
  expect(await scan(second, { IndexName: 'by-owner' })).toEqual([{ pk: { S: 'a' }, sk: { S: '-' }, owner: { S: 'o' } }])
})

test.each([
  ['an index', byOwner('ALL')],
  ['a stream', { StreamSpecification: undefined }],
  ['a key', { KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }] }],
])('refuses a table in the data folder that differs from the template in %s', async (_, changed) => {
  const folder = testFolder()
  await (await bootWorld({ Orders: table() }, { folder })).close()
  expect(await bootRefusal({ Orders: table(changed) }, { folder })).toMatch(/table Shop-Orders .* differs .*template/s)
})

test('refuses a data folder that another back end has', async () => {
  const folder = testFolder()
  await bootWorld({}, { folder })
  expect(await bootRefusal({}, { folder })).toMatch(/Another local back end is running/)
})

test('knows a table by its logical id', async () => {
  const world = await bootWorld({ Orders: table({ TableName: 'huitou-orders' }) })
  expect(world.tables).toEqual({ Orders: 'huitou-orders' })
})

test('deletes items whose time to live is over by the local clock, and no others', async () => {
  const clock = createClock()
  const ttl = { TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true } }
  const world = await bootWorld({ Orders: table(ttl) }, { clock })
  const inSeconds = (seconds: number) => ({ N: String(Math.floor(Date.now() / 1000) + seconds) })
  const sk = { S: '-' }
  await put(world, [
    { pk: { S: 'over' }, sk, expiresAt: inSeconds(-10) },
    { pk: { S: 'tomorrow' }, sk, expiresAt: inSeconds(86_000) },
    { pk: { S: 'next week' }, sk, expiresAt: inSeconds(600_000) },
    { pk: { S: 'for ever' }, sk },
  ])
  const left = async () => (await scan(world)).map(({ pk }) => pk?.S).sort()
  expect(await world.sweepTtl()).toBe(1)
  expect(await left()).toEqual(['for ever', 'next week', 'tomorrow'])
  clock.advance(86_400_000)
  await world.sweepTtl()
  expect(await left()).toEqual(['for ever', 'next week'])
})
