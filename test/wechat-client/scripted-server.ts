import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'
import { signedHeaders } from './fixtures.ts'

export type Received = { method: string; url: string; headers: IncomingHttpHeaders; body: string }
/** `hang`: takes the request and never answers. `drop`: closes the connection. */
export type Answer = 'hang' | 'drop' | { status: number; body?: string; headers?: Record<string, string> }

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** A server on a random port that gives these answers in their order, the last one for ever. */
export async function serve(...answers: Answer[]): Promise<{ baseUrl: string; received: Received[] }> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const answer = answers[Math.min(received.length, answers.length - 1)] ?? 'drop'
    const { method = '', url = '', headers } = request
    received.push({ method, url, headers, body: Buffer.concat(chunks).toString() })
    if (answer === 'hang') return
    if (answer === 'drop') return request.socket.destroy()
    return response.writeHead(answer.status, answer.headers).end(answer.body)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received }
}

/** A reply as WeChat Pay signs it. */
export function signed(status: number, value?: unknown): Answer {
  const body = value === undefined ? '' : JSON.stringify(value)
  return { status, body, headers: { 'content-type': 'application/json', ...signedHeaders(body) } }
}

/** An error reply, which carries no signature. */
export function failure(status: number, code: string, requestId = '08F78BB5-0', message = '错误'): Answer {
  return { status, body: JSON.stringify({ code, message }), headers: { 'request-id': requestId } }
}
