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
          answer.once('end', resolve)
          if (losesAnswer) {
            answer.resume().once('end', () => response.destroy())
          } else {
            response.writeHead(answer.statusCode ?? 500, answer.headers)
            answer.pipe(response)
          }
        })
        outgoing.once('error', reject)
        outgoing.end(raw)
      }),
    close: () => agent.destroy(),
  }
}

function engineHeaders({ headers }: IncomingMessage, bodyBytes: number): Record<string, string | string[] | undefined> {
  const { host, connection, 'transfer-encoding': chunked, ...rest } = headers
  return { ...rest, 'content-length': String(bodyBytes), authorization: signedByOwner(headers.authorization ?? '') }
}
