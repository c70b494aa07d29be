import { expect, test } from 'vitest'
import type { DynamoFault } from '../../local/dynamodb-faults.ts'
import { arn, dynamoSource, httpApi, lambda, table } from './support/resources.ts'
import { bootWorld, getJson } from './support/world.ts'

const item = { pk: { S: 'a' }, sk: { S: '-' } }

/** A function whose one call meets the fault; what it got, and how many items there are then. */
async function meet(fault: DynamoFault, operation: string, input: unknown) {
  const source = `${dynamoSource}
    exports.handler = async (event) => {
      if (event.rawPath === '/count') return (await dynamo('Scan', { TableName: 'mine' })).body.Count
      return dynamo('${operation}', ${JSON.stringify(input)}).catch((error) => ({ thrown: error.message }))
    }`
  const { apiUrl } = await bootWorld(
    {
      Mine: table({ TableName: 'mine' }),
      ...lambda('Caller', source, { grants: [{ actions: ['dynamodb:*'], on: arn('Mine') }] }),
      ...httpApi({ 'GET /': 'Caller', 'GET /count': 'Caller' }),
    },
    { faults: (call) => (call.operation === operation && call.tables.includes('mine') ? fault : undefined) },
  )
  const got = await getJson<{ body?: Record<string, unknown> }>(apiUrl)
  return { got, count: await getJson<number>(`${apiUrl}/count`) }
}

test('a conflict cancels the transaction with its reasons, and nothing is written', async () => {
  const TransactItems = ['a', 'b'].map((pk) => ({ Put: { TableName: 'mine', Item: { ...item, pk: { S: pk } } } }))
  const { got, count } = await meet('transaction-conflict', 'TransactWriteItems', { TransactItems })
  expect(got).toMatchObject({
    status: 400,
    body: {
      __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
      CancellationReasons: [{ Code: 'TransactionConflict' }, { Code: 'None' }],
    },
  })
  expect(count).toBe(0)
})

test('a throttled call writes nothing', async () => {
  const { got, count } = await meet('throttled', 'PutItem', { TableName: 'mine', Item: item })
  expect(got.body?.__type).toBe('com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException')
  expect(count).toBe(0)
})

test('a lost answer leaves what was written', async () => {
  const { got, count } = await meet('answer-lost', 'PutItem', { TableName: 'mine', Item: item })
  expect(got).toEqual({ thrown: 'fetch failed' })
  expect(count).toBe(1)
})
