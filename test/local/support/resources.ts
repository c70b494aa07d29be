/** A resource of a hand-made template. */
export type Resource = { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }
export type Resources = Readonly<Record<string, Resource>>

export const arn = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] })
export const ref = (logicalId: string) => ({ Ref: logicalId })

/** A table with string keys `pk` and `sk`, and a stream. */
export function table(more: Record<string, unknown> = {}): Resource {
  return {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      ...more,
    },
  }
}

export type Grant = { readonly actions: readonly string[]; readonly on: unknown }

/** A function whose source stands in the template, with its role. */
export function lambda(
  logicalId: string,
  source: string,
  options: {
    readonly grants?: readonly Grant[]
    readonly environment?: Record<string, unknown>
    readonly properties?: Record<string, unknown>
  } = {},
): Resources {
  const statements = (options.grants ?? []).map(({ actions, on }) => ({
    Effect: 'Allow',
    Action: actions,
    Resource: on,
  }))
  return {
    [`${logicalId}Role`]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {},
        ...(statements.length === 0
          ? {}
          : { Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }] }),
      },
    },
    [logicalId]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { ZipFile: source },
        Handler: 'index.handler',
        Runtime: 'nodejs24.x',
        Role: arn(`${logicalId}Role`),
        Environment: { Variables: options.environment ?? {} },
        ...options.properties,
      },
    },
  }
}

/** An HTTP API with a route for each entry: route key → logical id of the function. */
export function httpApi(routes: Record<string, string>, integration: Record<string, unknown> = {}): Resources {
  const resources: Record<string, Resource> = {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: ref('Api'), StageName: '$default', AutoDeploy: true },
    },
  }
  for (const [index, [routeKey, target]] of Object.entries(routes).entries()) {
    resources[`Integration${index}`] = {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: ref('Api'),
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: arn(target),
        PayloadFormatVersion: '2.0',
        ...integration,
      },
    }
    resources[`Route${index}`] = {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: ref('Api'),
        RouteKey: routeKey,
        AuthorizationType: 'NONE',
        Target: { 'Fn::Join': ['', ['integrations/', ref(`Integration${index}`)]] },
      },
    }
  }
  return resources
}

/** What Lambda itself needs to read a stream for a function. */
export function streamGrant(tableId: string): Grant {
  return {
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
    on: { 'Fn::GetAtt': [tableId, 'StreamArn'] },
  }
}

export function mapping(tableId: string, functionId: string, more: Record<string, unknown> = {}): Resource {
  return {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': [tableId, 'StreamArn'] },
      FunctionName: ref(functionId),
      StartingPosition: 'TRIM_HORIZON',
      ...more,
    },
  }
}

export const queue: Resource = { Type: 'AWS::SQS::Queue', Properties: {} }

export function rule(functionId: string, expression = 'rate(1 minute)'): Resource {
  return {
    Type: 'AWS::Events::Rule',
    Properties: { ScheduleExpression: expression, State: 'ENABLED', Targets: [{ Id: 'T', Arn: arn(functionId) }] },
  }
}

/** Source for functions: `await dynamo('PutItem', {…})`, signed as the SDK does it, as far as anybody looks. */
export const dynamoSource = `
async function aws(target, body) {
  const reply = await fetch(process.env.AWS_ENDPOINT_URL_DYNAMODB, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
      'x-amz-date': '20260101T000000Z',
      authorization: 'AWS4-HMAC-SHA256 Credential=' + process.env.AWS_ACCESS_KEY_ID +
        '/20260101/cn-north-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00',
    },
    body: JSON.stringify(body),
  })
  return { status: reply.status, body: await reply.json() }
}
const dynamo = (operation, body) => aws('DynamoDB_20120810.' + operation, body)
`
