import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type Engine, startEngine, streamRecordsKept } from '../../local/engine.ts'
import { engineVersion, findEngine } from '../../local/engine-package.ts'
import manifest from '../../package.json' with { type: 'json' }
import { testFolder } from './support/world.ts'

async function engineIn(folder: string): Promise<Engine> {
  const engine = await startEngine(folder)
  onTestFinished(engine.close)
  return engine
}

function clientOf({ endpoint }: Engine): DynamoDBClient {
  const client = new DynamoDBClient({
    endpoint,
    region: 'cn-north-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
  onTestFinished(() => client.destroy())
  return client
}

async function createOrders(client: DynamoDBClient): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: 'orders',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
    }),
  )
}

const put = (client: DynamoDBClient, pk: string) =>
  client.send(new PutItemCommand({ TableName: 'orders', Item: { pk: { S: pk } } }))

test('names the command that adds the engine on a machine that has none', () => {
  expect(() => findEngine({ platform: 'darwin', arch: 'arm64' })).toThrow(
    `npm install --no-save @dynoxide/darwin-arm64@${manifest.optionalDependencies['@dynoxide/linux-x64']}`,
  )
  expect(manifest.optionalDependencies['@dynoxide/linux-x64']).toBe(engineVersion)
})

test('takes another engine and starts none when it is told where one is', async () => {
  vi.stubEnv('DYNAMODB_ENDPOINT', 'http://127.0.0.1:8000')
  onTestFinished(() => void vi.unstubAllEnvs())
  expect((await engineIn(testFolder())).endpoint).toBe('http://127.0.0.1:8000')
})

test('finds the highest stream record of a table by an index', async () => {
  const folder = testFolder()
  await engineIn(folder)
  const database = new DatabaseSync(join(folder, 'dynamodb.sqlite'))
  onTestFinished(() => database.close())
  const plan = database
    .prepare(
      'EXPLAIN QUERY PLAN SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?',
    )
    .all('orders')
  expect(JSON.stringify(plan)).toContain('huitou_stream_by_table')
})

test('trims only what every consumer has read, and never the newest', async () => {
  const folder = testFolder()
  const engine = await engineIn(folder)
  const client = clientOf(engine)
  await createOrders(client)
  await put(client, 'first')
  const database = new DatabaseSync(join(folder, 'dynamodb.sqlite'))
  onTestFinished(() => database.close())
  // A long history, without the time it takes to write it.
  const copies = streamRecordsKept + 10
  database.exec(`
    WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ${copies})
    INSERT INTO _stream_records (table_name, event_name, keys_json, new_image, sequence_number, shard_id, created_at)
    SELECT table_name, event_name, keys_json, new_image, CAST(i AS TEXT), shard_id, created_at FROM _stream_records, n`)
  const sequences = () => {
    const row = database.prepare('SELECT MIN(id) AS low, COUNT(*) AS count FROM _stream_records').get()
    return [row?.low, row?.count]
  }
  engine.trim(new Map([['orders', 4n]]))
  expect(sequences()).toEqual([5, copies - 4])
  engine.trim(new Map([['orders', BigInt(copies)]]))
  expect(sequences()).toEqual([11, streamRecordsKept])
  // The engine counts on from the last record.
  await put(client, 'next')
  const newest = database.prepare('SELECT sequence_number AS newest FROM _stream_records ORDER BY id DESC').get()
  expect(newest?.newest).toBe(String(copies + 1))
})

test('ends an engine that was left behind in its folder, and no other process', async () => {
  const folder = testFolder()
  const stranger = spawn('sleep', ['60'])
  onTestFinished(() => void stranger.kill())
  writeFileSync(join(folder, 'engine.pid'), String(stranger.pid))
  await engineIn(folder)
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull()

  // It looks like an engine of this folder: the file is on its command line.
  const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', join(folder, 'dynamodb.sqlite')])
  const ended = new Promise((resolve) => left.once('exit', (_, signal) => resolve(signal)))
  writeFileSync(join(folder, 'engine.pid'), String(left.pid))
  await engineIn(folder)
  expect(await ended).toBe('SIGTERM')
})

test('what was acknowledged is there after a restart', async () => {
  const folder = testFolder()
  const first = await startEngine(folder)
  const client = clientOf(first)
  await createOrders(client)
  await put(client, 'a')
  await first.close()
  const again = clientOf(await engineIn(folder))
  const found = await again.send(new GetItemCommand({ TableName: 'orders', Key: { pk: { S: 'a' } } }))
  expect(found.Item).toEqual({ pk: { S: 'a' } })
})
