import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context as LambdaContext } from 'aws-lambda'

export type Request = {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is. */
  readonly rawBody?: string
}

export const requestId = 'request-1'

/** A request as API Gateway hands it to a function, payload format 2.0. */
export function httpEvent(request: Request, routeKey = '$default'): APIGatewayProxyEventV2 {
  const { method, path, query } = request
  const body = request.rawBody ?? (request.body === undefined ? undefined : JSON.stringify(request.body))
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...request.headers },
    ...(query ? { queryStringParameters: query } : {}),
    requestContext: {
      accountId: '000000000000',
      apiId: 'test',
      domainName: 'test',
      domainPrefix: 'test',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId,
      routeKey,
      stage: '$default',
      time: '01/Mar/2026:08:00:00 +0000',
      timeEpoch: 0,
    },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: false,
  }
}

/** What Lambda tells a function of itself. */
export const lambda: LambdaContext = {
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'test',
  functionVersion: '1',
  invokedFunctionArn: 'test',
  memoryLimitInMB: '128',
  awsRequestId: requestId,
  logGroupName: 'test',
  logStreamName: 'test',
  getRemainingTimeInMillis: () => 10_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
}

export type Reply = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  /** The parsed body; undefined where there is none. */
  readonly body: unknown
}

export function replyOf(result: APIGatewayProxyStructuredResultV2): Reply {
  const { statusCode = 0, headers = {}, body } = result
  return { status: statusCode, headers, body: body === undefined ? undefined : JSON.parse(body) }
}
