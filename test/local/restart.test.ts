import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { bootChild } from './support/child.ts'
import {
  arn,
  dynamoSource,
  httpApi,
  lambda,
  mapping,
  type Resources,
  ref,
  streamGrant,
  table,
} from './support/resources.ts'
import { getJson, testFolder, until, writeAssembly } from './support/world.ts'

/** `POST /{id}` puts an order; a consumer copies every order to Seen. */
function shop(): Resources {
  const place = `${dynamoSource}
    exports.handler = async (event) => {
      const Item = { pk: { S: event.pathParameters.id }, sk: { S: '-' } }
      const { status } = await dynamo('PutItem', { TableName: process.env.ORDERS, Item })
      return { statusCode: status }
    }`
  const copy = `${dynamoSource}
    exports.handler = async (event) => {
      for (const { dynamodb } of event.Records) {
        await dynamo('PutItem', { TableName: process.env.SEEN, Item: dynamodb.NewImage })
      }
    }`
  const environment = { ORDERS: ref('Orders'), SEEN: ref('Seen') }
  return {
    Orders: table(),
    Seen: table({ StreamSpecification: undefined }),
    ...lambda('Place', place, { environment, grants: [{ actions: ['dynamodb:PutItem'], on: arn('Orders') }] }),
    ...lambda('Copy', copy, {
      environment,
      grants: [streamGrant('Orders'), { actions: ['dynamodb:PutItem'], on: arn('Seen') }],
    }),
    Feed: mapping('Orders', 'Copy', { BatchSize: 5 }),
    ...httpApi({ 'POST /{id}': 'Place' }),
  }
}

type Child = Awaited<ReturnType<typeof bootChild>>

async function idsIn({ dynamo, tables }: Child, logicalId: string): Promise<Set<string>> {
  const client = new DynamoDBClient(dynamo)
  const ids = new Set<string>()
  for await (const { Items = [] } of paginateScan({ client }, { TableName: tables[logicalId] })) {
    for (const { pk } of Items) ids.add(pk?.S ?? '')
  }
  client.destroy()
  return ids
}

/** Posts until the connection breaks; remembers what was acknowledged. */
async function postUntilBroken(apiUrl: string, name: string, acknowledged: Set<string>): Promise<void> {
  for (let count = 0; ; count += 1) {
    const id = `${name}-${count}`
    const reply = await fetch(`${apiUrl}/${id}`, { method: 'POST' }).catch(() => undefined)
    if (reply === undefined) return
    if (reply.status === 200) acknowledged.add(id)
  }
}

test('what it answered for is there after kill -9 of all its processes, and reaches the consumers', async () => {
  const folder = testFolder()
  const assembly = writeAssembly(folder, { Shop: { Resources: shop() } })
  const data = join(folder, 'data')
  const acknowledged = new Set<string>()
  for (const round of ['first', 'second']) {
    const child = await bootChild(assembly, data)
    const already = acknowledged.size
    const callers = ['a', 'b', 'c'].map((name) => postUntilBroken(child.apiUrl, `${round}-${name}`, acknowledged))
    await until(() => acknowledged.size >= already + 20)
    await child.kill('group')
    await Promise.all(callers)
  }
  const child = await bootChild(assembly, data)
  const kept = await idsIn(child, 'Orders')
  expect([...acknowledged].filter((id) => !kept.has(id))).toEqual([])
  await fetch(`${child.controlUrl}/idle`, { method: 'POST' })
  const seen = await idsIn(child, 'Seen')
  expect([...kept].filter((id) => !seen.has(id))).toEqual([])
})

test('the engine ends with its runtime, also when only that is killed', async () => {
  const folder = testFolder()
  const assembly = writeAssembly(folder, { Shop: { Resources: shop() } })
  const child = await bootChild(assembly, join(folder, 'data'))
  const engine = Number(readFileSync(join(folder, 'data', 'engine.pid'), 'utf8'))
  expect(isRunning(engine)).toBe(true)
  await child.kill('alone')
  await until(() => !isRunning(engine))
})

test('the clock goes on from where it was moved to', async () => {
  const folder = testFolder()
  const assembly = writeAssembly(folder, { Shop: { Resources: shop() } })
  const first = await bootChild(assembly, join(folder, 'data'))
  await fetch(`${first.controlUrl}/clock/advance`, { method: 'POST', body: '{"seconds":86400}' })
  await first.kill('group')
  const second = await bootChild(assembly, join(folder, 'data'))
  expect(await getJson(`${second.controlUrl}/clock`)).toMatchObject({ offsetMs: 86_400_000 })
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
