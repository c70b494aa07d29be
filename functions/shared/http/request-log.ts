import type { MiddlewareObj } from '@middy/core'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { Log } from '../context.ts'

type Http = MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>

/** One line per request: route, status, duration. By allow-list: no body, no header, no query, no path values. */
export function requestLog(log: Log, now: () => string): Http {
  const startedAt = new WeakMap<APIGatewayProxyEventV2, number>()
  const line = (event: APIGatewayProxyEventV2, status: number | undefined) => {
    const ms = Date.parse(now()) - (startedAt.get(event) ?? Number.NaN)
    log.info('request', { route: event.routeKey, requestId: event.requestContext.requestId, status, ms })
  }
  return {
    before: ({ event }) => {
      startedAt.set(event, Date.parse(now()))
    },
    after: ({ event, response }) => line(event, response?.statusCode),
    // `after` does not run when the handler threw, and `onError` runs in reverse: the error reply is made by now.
    onError: ({ event, response }) => line(event, response?.statusCode),
  }
}
