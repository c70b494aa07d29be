import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'

export type HttpRequest = {
  readonly method: string
  /** Path and query exactly as sent: this is what a merchant signs. */
  readonly target: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly rawBody: Buffer
}
/** `cut`: the connection is destroyed instead. */
export type HttpAnswer =
  | { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string | Buffer }
  | 'cut'

/** Far above the largest request of the protocol that is played here. */
const bodyMaxBytes = 256 * 1024

/** Listens on 127.0.0.1; port 0 takes a free one. */
export async function listen(
  port: number,
  answer: (request: HttpRequest) => Promise<HttpAnswer>,
  log: (line: string) => void,
): Promise<Server> {
  const server = createServer((request, response) => {
    serve(request, response, answer).catch((error: unknown) => {
      log(`wechat: ${request.method} ${request.url} failed: ${error instanceof Error ? error.stack : String(error)}`)
      if (response.headersSent) response.destroy()
      else response.writeHead(500).end()
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return server
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  answer: (request: HttpRequest) => Promise<HttpAnswer>,
): Promise<void> {
  const rawBody = await readBody(message)
  if (rawBody === undefined) {
    response.writeHead(413, { connection: 'close' }).end()
    return
  }
  const target = message.url ?? '/'
  const [path = '/', search = ''] = target.split(/\?(.*)/s)
  const query = new URLSearchParams(search)
  const { method = 'GET', headers } = message
  const result = await answer({ method, target, path, query, headers, rawBody })
  if (result === 'cut') message.socket.destroy()
  else response.writeHead(result.status, result.headers).end(result.body)
}

/** Undefined when it is too large; it is read to its end all the same, so that the answer arrives. */
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of message) {
    bytes += chunk.length
    if (bytes <= bodyMaxBytes) chunks.push(chunk)
  }
  return bytes <= bodyMaxBytes ? Buffer.concat(chunks) : undefined
}

/** The `{names}` of a path template with their decoded values, or undefined when the path is another one. */
export function matchPath(template: string, path: string): Record<string, string> | undefined {
  const expected = template.split('/')
  const actual = path.split('/')
  if (expected.length !== actual.length) return undefined
  const params: Record<string, string> = {}
  for (const [index, segment] of expected.entries()) {
    const value = decodeSegment(actual[index] ?? '')
    if (value === undefined) return undefined
    if (segment.startsWith('{')) params[segment.slice(1, -1)] = value
    else if (segment !== value) return undefined
  }
  return params
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

/** The JSON object in a body, of strict UTF-8; undefined when there is none. */
export function parseJsonObject(rawBody: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
