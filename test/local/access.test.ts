import { expect, test } from 'vitest'
import { arn, dynamoSource, httpApi, lambda, ref, table } from './support/resources.ts'
import { bootWorld, getJson } from './support/world.ts'

const key = (pk: string) => ({ pk: { S: pk }, sk: { S: '-' } })
const index = {
  AttributeDefinitions: ['pk', 'sk', 'owner'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-owner',
      KeySchema: [{ AttributeName: 'owner', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
}

/** A function that makes the call of its request's body, `{ operation, input }`; it may put and check in Mine only. */
function callingWorld() {
  const source = `${dynamoSource}
    exports.handler = async (event) => {
      const { operation, input } = JSON.parse(event.body)
      return dynamo(operation, input)
    }`
  const actions = ['dynamodb:PutItem', 'dynamodb:ConditionCheckItem', 'dynamodb:Query', 'dynamodb:BatchGet*']
  return bootWorld({
    Mine: table({ TableName: 'mine', ...index }),
    Other: table({ TableName: 'other' }),
    ...lambda('Caller', source, {
      grants: [{ actions, on: arn('Mine') }],
      environment: { TABLE_MINE: ref('Mine') },
    }),
    ...httpApi({ 'POST /': 'Caller' }),
  })
}
type CallingWorld = Awaited<ReturnType<typeof callingWorld>>

async function call({ apiUrl }: CallingWorld, operation: string, input: unknown) {
  const body = JSON.stringify({ operation, input })
  const reply = await fetch(apiUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  return (await reply.json()) as { status: number; body: { __type?: string; Message?: string } }
}

test('lets a function do what its role allows', async () => {
  const world = await callingWorld()
  expect(await call(world, 'PutItem', { TableName: 'mine', Item: key('a') })).toEqual({ status: 200, body: {} })
  const found = await call(world, 'BatchGetItem', { RequestItems: { mine: { Keys: [key('a')] } } })
  expect(found).toMatchObject({ status: 200, body: { Responses: { mine: [key('a')] } } })
})

test.each([
  ['another table', 'PutItem', { TableName: 'other', Item: key('a') }, 'dynamodb:PutItem', 'table/other'],
  ['another action', 'GetItem', { TableName: 'mine', Key: key('a') }, 'dynamodb:GetItem', 'table/mine'],
  ['a scan', 'Scan', { TableName: 'mine' }, 'dynamodb:Scan', 'table/mine'],
  [
    'an index that is not named',
    'Query',
    { TableName: 'mine', IndexName: 'by-owner', KeyConditionExpression: 'o = :o' },
    'dynamodb:Query',
    'table/mine/index/by-owner',
  ],
  [
    'one table of a batch',
    'BatchGetItem',
    { RequestItems: { mine: { Keys: [key('a')] }, other: { Keys: [key('a')] } } },
    'dynamodb:BatchGetItem',
    'table/other',
  ],
  [
    'one part of a transaction',
    'TransactWriteItems',
    {
      TransactItems: [
        { Put: { TableName: 'mine', Item: key('b') } },
        { ConditionCheck: { TableName: 'mine', Key: key('z'), ConditionExpression: 'attribute_not_exists(pk)' } },
        { Delete: { TableName: 'mine', Key: key('a') } },
      ],
    },
    'dynamodb:DeleteItem',
    'table/mine',
  ],
])('refuses a function %s, as DynamoDB does', async (_, operation, input, action, resource) => {
  const world = await callingWorld()
  const { status, body } = await call(world, operation, input)
  expect(status).toBe(400)
  expect(body.__type).toBe('com.amazon.coral.service#AccessDeniedException')
  const arnOfResource = `arn:aws-cn:dynamodb:cn-north-1:000000000000:${resource}`
  expect(body.Message).toContain(`is not authorized to perform: ${action} on resource: ${arnOfResource} because`)
  expect(world.log.join('\n')).toContain(body.Message)
  const left = await call(world, 'BatchGetItem', { RequestItems: { mine: { Keys: [key('b')] } } })
  expect(left.body).toMatchObject({ Responses: { mine: [] } })
})

test('refuses an access key that no function has', async () => {
  const world = await callingWorld()
  const reply = await fetch(world.dynamodbUrl, {
    method: 'POST',
    headers: {
      'x-amz-target': 'DynamoDB_20120810.ListTables',
      authorization: 'AWS4-HMAC-SHA256 Credential=stranger/x',
    },
    body: '{}',
  })
  expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining('UnrecognizedClientException')])
})

test('a denial in the role wins over what it allows', async () => {
  const source = `${dynamoSource}
    exports.handler = async () => (await dynamo('GetItem', ${JSON.stringify({ TableName: 'mine', Key: key('a') })})).status`
  const resources = lambda('Caller', source, { grants: [{ actions: ['dynamodb:*'], on: arn('Mine') }] })
  const denial = { Effect: 'Deny', Action: 'dynamodb:GetItem', Resource: '*' }
  const world = await bootWorld({
    Mine: table({ TableName: 'mine' }),
    ...resources,
    Denial: {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'denial', PolicyDocument: { Statement: [denial] }, Roles: [ref('CallerRole')] },
    },
    ...httpApi({ 'GET /': 'Caller' }),
  })
  expect(await getJson(world.apiUrl)).toBe(400)
})

test('gives a secret to the functions that may read it, and to no other', async () => {
  const source = `${dynamoSource}
    exports.handler = async () => {
      const { status, body } = await aws('secretsmanager.GetSecretValue', { SecretId: process.env.SECRET })
      return { status, secret: body.SecretString, type: body.__type }
    }`
  const environment = { SECRET: ref('Key') }
  const { apiUrl } = await bootWorld(
    {
      Key: { Type: 'AWS::SecretsManager::Secret', Properties: { Name: 'shop/key', GenerateSecretString: {} } },
      ...lambda('Reader', source, {
        environment,
        grants: [{ actions: ['secretsmanager:GetSecretValue'], on: ref('Key') }],
      }),
      ...lambda('Stranger', source, { environment }),
      ...httpApi({ 'GET /reader': 'Reader', 'GET /stranger': 'Stranger' }),
    },
    { secrets: { 'shop/key': '{"k":1}' } },
  )
  expect(await getJson(`${apiUrl}/reader`)).toEqual({ status: 200, secret: '{"k":1}' })
  expect(await getJson(`${apiUrl}/stranger`)).toEqual({
    status: 400,
    type: 'com.amazon.coral.service#AccessDeniedException',
  })
})
