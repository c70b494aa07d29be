import { createHash } from 'node:crypto'
import middy from '@middy/core'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { Context } from '../shared/context.ts'
import { errorReplies } from '../shared/http/error-replies.ts'
import { jsonReply } from '../shared/http/replies.ts'
import { requestLog } from '../shared/http/request-log.ts'
import { defaultReply } from './default-reply.ts'

/** The documents as built. */
export type Documents = { readonly openapiJson: string; readonly docsHtml: string }

/** Documents change with a deployment only; minutes old is new enough. */
const documentMaxAgeSeconds = 300

/** The Lambda handler of the platform's rows, and of whatever no row takes. */
export function platformApi(documents: Documents, services: Pick<Context, 'log' | 'now'>) {
  const pageHeaders = { 'content-type': 'text/html; charset=utf-8', ...pageSecurity(documents.docsHtml) }
  const serve = (event: APIGatewayProxyEventV2): APIGatewayProxyStructuredResultV2 => {
    const { requestId } = event.requestContext
    switch (event.routeKey) {
      case 'GET /v1/health':
        return jsonReply(200, { ok: true }, requestId)
      case 'GET /v1/openapi.json':
        return documentReply(documents.openapiJson, { 'content-type': 'application/json; charset=utf-8' }, requestId)
      case 'GET /docs':
        return documentReply(documents.docsHtml, pageHeaders, requestId)
      default:
        return defaultReply(event)
    }
  }
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>()
    .use(requestLog(services.log, services.now))
    .use(errorReplies(services.log))
    .handler(serve)
}

const documentReply = (body: string, headers: Readonly<Record<string, string>>, requestId: string) => ({
  statusCode: 200,
  headers: {
    ...headers,
    'cache-control': `public, max-age=${documentMaxAgeSeconds}`,
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
  },
  body,
})

/** The page may use its own style and nothing else: no script, no other origin, no frame. */
function pageSecurity(html: string): Record<string, string> {
  const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? ''
  const hash = createHash('sha256').update(style).digest('base64')
  return {
    'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'referrer-policy': 'no-referrer',
  }
}
