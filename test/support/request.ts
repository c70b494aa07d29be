import * as z from 'zod'
import type { Addresses } from '../../local/main-job/people.ts'

/** One request to the API, said as data. */
export type Request = {
  readonly method: string
  /** From the root, with its query. */
  readonly path: string
  readonly token?: string | undefined
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is, instead of `body`. */
  readonly rawBody?: string | Uint8Array<ArrayBuffer>
  readonly headers?: Readonly<Record<string, string>>
}
export type Reply = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed text; undefined where it is empty or no JSON. */
  readonly body: unknown
}

const timeoutMs = 30_000

/** Sends it and takes whatever comes. */
export async function send({ apiUrl }: Pick<Addresses, 'apiUrl'>, request: Request): Promise<Reply> {
  const { method, path, token, headers = {} } = request
  const body = request.rawBody ?? (request.body === undefined ? undefined : JSON.stringify(request.body))
  const response = await fetch(`${apiUrl}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    signal: AbortSignal.timeout(timeoutMs),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: parse(text) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const OneErrorBody = z.strictObject({
  error: z.strictObject({
    code: z.string().regex(/^[a-z_]+$/),
    message: z.string().min(1),
    field: z.string().optional(),
    requestId: z.string().min(1),
  }),
})

/** The error of a reply. Throws where it has not the one form that every error has. */
export function errorOf(reply: Reply) {
  const { error } = OneErrorBody.parse(reply.body)
  if (reply.headers.get('x-request-id') !== error.requestId) throw new Error('x-request-id is not the requestId')
  return error
}

/** Status, code and field of a refusal, in one line that a test can compare. */
export function refusalOf(reply: Reply): string {
  if (reply.status < 400) return `${reply.status}`
  const { code, field } = errorOf(reply)
  return [reply.status, code, field].filter((part) => part !== undefined).join(' ')
}
