import * as z from 'zod'

export type HttpReply = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly cookies: readonly string[]
  readonly body: Buffer
}

const scalar = z.union([z.string(), z.number(), z.boolean()])
const structured = z.looseObject({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), scalar).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
})

/** API Gateway's own answer, such as 404 for a route that is not there. */
export function gatewayReply(status: number, message: string): HttpReply {
  return jsonReply(status, { message })
}

/**
 * What a function returned, as an HTTP reply: what has no status code is taken for the body of a 200, and what is
 * malformed is a 500.
 */
export function replyOf(returned: unknown): HttpReply {
  if (typeof returned !== 'object' || returned === null || !('statusCode' in returned)) return jsonReply(200, returned)
  const parsed = structured.safeParse(returned)
  if (!parsed.success) return gatewayReply(500, 'Internal Server Error')
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data
  const named = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)])
  return {
    status: statusCode,
    headers: { 'content-type': 'text/plain;charset=UTF-8', ...Object.fromEntries(named) },
    cookies: cookies ?? [],
    body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8'),
  }
}

function jsonReply(status: number, body: unknown): HttpReply {
  const headers = { 'content-type': 'application/json' }
  return { status, headers, cookies: [], body: Buffer.from(JSON.stringify(body) ?? 'null') }
}
