/** A reply that was not 2xx: the one error body of the API, or WeChat's. */
export class HttpRefusal extends Error {
  readonly status: number
  readonly code: string
  constructor(method: string, url: string, status: number, body: string) {
    super(`${method} ${url} → ${status} ${body}`)
    this.status = status
    this.code = errorCode(body)
  }
}

function errorCode(body: string): string {
  try {
    return String(JSON.parse(body).error?.code ?? '')
  } catch {
    return ''
  }
}

/** Milliseconds until a call that nobody answers is given up. */
const timeoutMs = 30_000

/** One call with a JSON body and a JSON answer. Throws HttpRefusal for any status but 2xx. */
export async function call<Reply = unknown>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  options: { readonly token?: string | undefined; readonly body?: unknown } = {},
): Promise<Reply> {
  const response = await fetch(url, {
    method,
    headers: {
      'accept-language': 'zh-CN',
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    signal: AbortSignal.timeout(timeoutMs),
  })
  const text = await response.text()
  if (!response.ok) throw new HttpRefusal(method, url, response.status, text)
  return (text === '' ? undefined : JSON.parse(text)) as Reply
}
