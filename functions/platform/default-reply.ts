import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { routes } from '../routes.ts'
import { commonRefusals } from '../shared/http/refusals.ts'
import { errorReply, languageOf } from '../shared/http/replies.ts'

export const methodNotAllowed = {
  status: 405,
  zh: '该地址不支持此方法。',
  en: 'This address does not take that method.',
} as const

/** The reply to a request that no row takes: 405 with the methods of its path, or 404. */
export function defaultReply(event: APIGatewayProxyEventV2): APIGatewayProxyStructuredResultV2 {
  const about = {
    language: languageOf(event.headers['accept-language']),
    requestId: event.requestContext.requestId,
  }
  const methods = methodsOf(event.rawPath)
  if (methods.length === 0 || methods.includes(event.requestContext.http.method))
    return errorReply('not_found', commonRefusals.not_found, about)
  const reply = errorReply('method_not_allowed', methodNotAllowed, about)
  return { ...reply, headers: { ...reply.headers, allow: methods.join(', ') } }
}

/** Methods of the rows whose path this is, in the order of the rows. */
function methodsOf(path: string): string[] {
  const rows = routes.filter((row) => isOf(row.path, path))
  return [...new Set(rows.map((row) => row.method))]
}

function isOf(pattern: string, path: string): boolean {
  const given = path.split('/')
  const wanted = pattern.split('/')
  const fits = (part: string, at: number) => (part.startsWith('{') ? given[at] !== '' : part === given[at])
  return wanted.length === given.length && wanted.every(fits)
}
