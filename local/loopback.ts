import type { Server } from 'node:http'

/** Listens on the loopback interface only; port 0 takes a free one. Answers the base URL without a slash at its end. */
export function listen(server: Server, port = 0): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      const address = server.address()
      if (typeof address !== 'object' || address === null) return reject(new Error('The server has no port.'))
      resolve(`http://127.0.0.1:${address.port}`)
    })
  })
}

/** Stops listening, and ends the connections that are open. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
