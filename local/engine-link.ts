import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { signedByOwner } from './aws-caller.ts'

/** Hands calls on to the engine over connections that stay open. */
export type EngineLink = {
  /** `losesAnswer`: the engine does its work, and the caller's connection breaks. */
  forward(
    call: { readonly raw: Buffer; readonly losesAnswer: boolean },
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void>
  close(): void
}

export function linkEngine(endpoint: string): EngineLink {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  return {
    forward: ({ raw, losesAnswer }, incoming, response) =>
      new Promise((resolve, reject) => {
        const headers = engineHeaders(incoming, raw.length)
        const outgoing = request(endpoint, { method: 'POST', agent, headers }, (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.once('error', reject)
          answer.once('end', () => {
            if (losesAnswer) response.destroy()
            else sendWhole(response, answer, Buffer.concat(chunks))
            resolve()
          })
        })
        outgoing.once('error', reject)
        outgoing.end(raw)
      }),
    close: () => agent.destroy(),
  }
}

/** In one piece: each piece is a call of the system, and there are thousands of answers a second. */
function sendWhole(response: ServerResponse, { statusCode, headers }: IncomingMessage, body: Buffer): void {
  const { 'transfer-encoding': chunked, ...rest } = headers
  response.writeHead(statusCode ?? 500, { ...rest, 'content-length': body.length }).end(body)
}

function engineHeaders({ headers }: IncomingMessage, bodyBytes: number): Record<string, string | string[] | undefined> {
  const { host, connection, 'transfer-encoding': chunked, ...rest } = headers
  return { ...rest, 'content-length': String(bodyBytes), authorization: signedByOwner(headers.authorization ?? '') }
}
