import middy from '@middy/core'
import httpRouter from '@middy/http-router'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context as LambdaContext } from 'aws-lambda'
import { routes } from '../../routes.ts'
import type { Context } from '../context.ts'
import { restrict } from '../restrict.ts'
import { type ContextName, type FunctionName, type Route, servingFunction } from '../rows.ts'
import { checkAccess, type Identify } from './access.ts'
import type { AnyEndpoint } from './endpoint.ts'
import { errorReplies } from './error-replies.ts'
import { parseBody, parsePart, rawBody } from './parse-request.ts'
import { Refused } from './refusals.ts'
import { errorReply, jsonReply, languageOf, nextLink, textReply } from './replies.ts'
import { requestLog } from './request-log.ts'

type Row = (typeof routes)[number]
/** A function that serves rows: of a part of a context, or of a context less its parts. */
type Serving = ContextName | FunctionName
type RowOf<Name extends Serving> = Name extends FunctionName
  ? Extract<Row, { functionName: Name }>
  : Exclude<Extract<Row, { context: Name }>, { functionName: FunctionName }>
type HandlerOf<Name extends Serving> = RowOf<Name>['handler']

/** Every endpoint of a function by its handler's name: one for each row, or it does not compile. */
export type EndpointsOf<Name extends Serving, X extends Context = Context> = {
  readonly [Handler in HandlerOf<Name>]: AnyEndpoint<X>
}

/** The Lambda handler of a function of the API: finds the row, then log, access, parsing, the endpoint, and the one error body. */
export function api<Name extends Serving, X extends Context>(options: {
  readonly name: Name
  readonly endpoints: EndpointsOf<Name, X>
  readonly services: X
  readonly identify: Identify
}) {
  const { services, identify } = options
  const byName: Readonly<Record<string, AnyEndpoint<X>>> = options.endpoints
  const rows: readonly Route[] = routes.filter((row) => servingFunction(row) === options.name)
  const table = rows.flatMap((row) => {
    const endpoint = byName[row.handler]
    if (!endpoint) throw new Error(`No endpoint ${row.handler}`)
    return [{ method: row.method, path: row.path, handler: serve(row, endpoint, services, identify) }]
  })
  const handler = middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(requestLog(services.log, services.now))
    .use(errorReplies(services.log))
    .handler(httpRouter({ routes: table, notFoundResponse: refuseNotFound }))
  return (event: APIGatewayProxyEventV2, lambda: LambdaContext): Promise<APIGatewayProxyStructuredResultV2> =>
    handler(event, lambda)
}

/** A path that came here by its row and fits it no longer when decoded, e.g. one with an encoded slash. */
const refuseNotFound = (): never => {
  throw new Refused('not_found')
}

/** One row's way from event to reply. */
const serve = <X extends Context>(row: Route, endpoint: AnyEndpoint<X>, services: X, identify: Identify) => {
  const { contract } = endpoint
  const context = { ...services, db: restrict(services.db, row) }
  return async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
    const { headers } = event
    const { requestId } = event.requestContext
    const body = rawBody(event)
    const path = parsePart(contract.path, 'path', event.pathParameters ?? {})
    const caller = await checkAccess(row, headers, event.pathParameters?.shopId, identify)
    const query = parsePart(contract.query, 'query', event.queryStringParameters ?? {})
    const raw = { headers, body, cookies: event.cookies }
    const input = { path, query, caller, body: parseBody(contract.body, headers, body), raw }
    const answer = await endpoint.handle(input, context)
    if (answer.ok) {
      const reply = contract.reply.parse(answer.reply)
      const cookies = answer.cookies === undefined ? {} : { cookies: [...answer.cookies] }
      if (contract.replyType === undefined) return { ...jsonReply(contract.status, reply, requestId), ...cookies }
      return textReply(contract.replyType, String(reply), requestId, nextLink(event, answer.nextCursor))
    }
    const { code, field } = answer.refusal
    const text = contract.refusals[code]
    if (!text) throw new Error(`${row.handler} refuses with ${code}, which its contract does not name`)
    return errorReply(code, text, { language: languageOf(headers['accept-language']), requestId, field })
  }
}
