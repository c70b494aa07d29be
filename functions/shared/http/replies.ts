import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import * as z from 'zod'
import type { RefusalText } from './endpoint.ts'

export type Language = 'zh' | 'en'

/** The one error body. `field` names the input at fault, e.g. `body.lines.0.quantity`. */
export const ErrorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
    requestId: z.string(),
  }),
})

/** Chinese unless the caller prefers English; other languages get Chinese too. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const weighed = (acceptLanguage ?? '')
    .split(',', 10)
    .map((part) => /^\s*(zh|en)\b[^;]*(?:;\s*q=([\d.]+))?/i.exec(part))
    .flatMap((match) => (match?.[1] ? [{ language: match[1].toLowerCase(), weight: Number(match[2] ?? 1) }] : []))
  const best = weighed.reduce<{ language: string; weight: number } | undefined>(
    (top, next) => (top === undefined || next.weight > top.weight ? next : top),
    undefined,
  )
  return best?.language === 'en' ? 'en' : 'zh'
}

const jsonHeaders = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }

export const jsonReply = (status: number, body: unknown, requestId: string): APIGatewayProxyStructuredResultV2 => ({
  statusCode: status,
  headers: { ...jsonHeaders, 'x-request-id': requestId },
  ...(status === 204 ? {} : { body: JSON.stringify(body) }),
})

/** A text to be kept as a file: no browser takes it for a page. */
export const textReply = (
  mediaType: string,
  body: string,
  requestId: string,
  link: string | undefined,
): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 200,
  headers: {
    'content-type': `${mediaType}; charset=utf-8`,
    'content-disposition': 'attachment',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'x-request-id': requestId,
    ...(link === undefined ? {} : { link }),
  },
  body,
})

/** The same request with that cursor, as a header `link` says it (RFC 8288). */
export function nextLink(
  { rawPath, queryStringParameters }: Pick<APIGatewayProxyEventV2, 'rawPath' | 'queryStringParameters'>,
  cursor: string | undefined,
): string | undefined {
  if (cursor === undefined) return undefined
  const query = new URLSearchParams(queryStringParameters as Record<string, string> | undefined)
  query.set('cursor', cursor)
  return `<${rawPath}?${query}>; rel="next"`
}

export function errorReply(
  code: string,
  text: RefusalText | { status: 500; zh: string; en: string } | { status: 405; zh: string; en: string },
  about: { language: Language; requestId: string; field?: string | undefined; detail?: string | undefined },
): APIGatewayProxyStructuredResultV2 {
  const message = about.detail === undefined ? text[about.language] : `${text[about.language]} ${about.detail}`
  const { requestId, field } = about
  const body: z.infer<typeof ErrorBody> = {
    error: { code, message, ...(field === undefined ? {} : { field }), requestId },
  }
  return jsonReply(text.status, body, requestId)
}
