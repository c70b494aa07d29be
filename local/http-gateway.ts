import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { LocalClock } from './clock.ts'
import type { FunctionPool } from './function-pool.ts'
import { httpEvent } from './http-event.ts'
import { gatewayReply, type HttpReply, replyOf } from './http-reply.ts'
import type { Log } from './log.ts'
import { closeServer } from './loopback.ts'
import type { RoutePlan } from './route-plan.ts'
import { type RouteMatch, routeTable } from './route-table.ts'
import type { Site } from './site.ts'

export type HttpGatewayOptions = {
  readonly routes: readonly RoutePlan[]
  /** What answers before the API does. */
  readonly site?: Site | undefined
  readonly pools: ReadonlyMap<string, FunctionPool>
  readonly clock: LocalClock
  readonly log: Log
}

/** API Gateway's limit of a request's body. */
const bodyBytesMax = 10 * 1024 * 1024
/** As long as API Gateway's, so that a client's kept connection is not found closed. */
const keepAliveMs = 60_000

/**
 * An HTTP API as API Gateway serves it: routes of the template, payload format 2.0, and its limits.
 * It listens from the start, so that the address is known; until `open` it answers 503.
 */
export function createHttpGateway(log: Log) {
  let handle: ((incoming: IncomingMessage) => Promise<HttpReply>) | undefined
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (incoming, response) => {
    const answer = handle?.(incoming) ?? Promise.resolve(gatewayReply(503, 'Service Unavailable'))
    answer.then(
      (reply) => send(response, reply),
      (error: unknown) => {
        log(`${incoming.method} ${incoming.url}: ${error instanceof Error ? error.stack : error}`)
        if (response.headersSent || incoming.destroyed) response.destroy()
        else send(response, gatewayReply(500, 'Internal Server Error'))
      },
    )
  })
  return {
    server,
    open: (options: HttpGatewayOptions) => {
      handle = handlerOf(options)
    },
    close: () => closeServer(server),
  }
}

function handlerOf({ routes, site, pools, clock, log }: HttpGatewayOptions) {
  const find = routeTable(routes)
  return async (incoming: IncomingMessage): Promise<HttpReply> => {
    const file = site?.(incoming.method ?? 'GET', (incoming.url ?? '/').split('?')[0] ?? '/')
    if (file) return file
    const match = findRoute(find, incoming)
    if (match === 'malformed') return gatewayReply(400, 'Bad Request')
    const body = await readBody(incoming)
    if (body === 'too large') return gatewayReply(413, 'Request Entity Too Large')
    const pool = match === undefined ? undefined : pools.get(match.route.function.name)
    if (match === undefined || pool === undefined) return gatewayReply(404, 'Not Found')
    const event = httpEvent(incoming, body, match, clock.now())
    const result = await withTimeout(pool.invoke(event), match.route.timeoutMs)
    if (result === 'late') return gatewayReply(503, 'Service Unavailable')
    if (!result.ok) {
      log(`${match.route.routeKey}: ${result.error.errorType}: ${result.error.errorMessage}`)
      return gatewayReply(502, 'Internal Server Error')
    }
    const reply = replyOf(result.payload)
    return { ...reply, headers: { ...reply.headers, 'apigw-requestid': event.requestContext.requestId } }
  }
}

function findRoute(
  find: ReturnType<typeof routeTable>,
  { method, url }: IncomingMessage,
): RouteMatch | 'malformed' | undefined {
  try {
    return find(method ?? 'GET', (url ?? '/').split('?')[0] ?? '/')
  } catch {
    return 'malformed'
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.length
    // Read to its end, but not kept: a connection cut short would hide the answer.
    if (size <= bodyBytesMax) chunks.push(chunk)
    else chunks.length = 0
  }
  return size > bodyBytesMax ? 'too large' : Buffer.concat(chunks)
}

async function withTimeout<Result>(work: Promise<Result>, timeoutMs: number): Promise<Result | 'late'> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timeoutMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function send(response: ServerResponse, { status, headers, cookies, body }: HttpReply): void {
  const setCookie = cookies.length === 0 ? {} : { 'set-cookie': [...cookies] }
  response.writeHead(status, { ...headers, ...setCookie, 'content-length': body.length })
  response.end(body)
}
