import { createServer, type IncomingHttpHeaders } from 'node:http'

export type Received = { readonly headers: IncomingHttpHeaders; readonly body: string }

type Status = number | 'silent'

/** Where a test receives notifications. `answer` decides the status of each; `silent` lets the sender wait. */
export async function openReceiver(
  answer: (received: Received, index: number) => Status | Promise<Status> = () => 204,
) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const one = { headers: request.headers, body: Buffer.concat(chunks).toString('utf8') }
    received.push(one)
    const status = await answer(one, received.length - 1)
    const headers = status === 302 ? { location: '/elsewhere' } : {}
    if (status !== 'silent') response.writeHead(status, headers).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/notifications`,
    received,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
