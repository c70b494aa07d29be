import { createServer, type IncomingMessage } from 'node:http'
import * as z from 'zod'
import type { LocalClock } from './clock.ts'
import { closeServer, listen } from './loopback.ts'
import type { Queues } from './queues.ts'
import type { Schedules } from './schedules.ts'

export type ControlOptions = {
  readonly clock: LocalClock
  readonly schedules: Schedules
  readonly queues: Queues
  readonly idle: () => Promise<void>
}
type Answer = { readonly status: number; readonly body: unknown }

const advance = z.strictObject({
  seconds: z
    .number()
    .nonnegative()
    .max(10 * 366 * 86_400),
})
const bodyBytesMax = 10_000

/** What production has not: moving the clock, firing schedules, waiting for quiet. On a loopback port of its own. */
export async function startControlServer(options: ControlOptions): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((incoming, response) => {
    answer(incoming, options)
      .catch((error: unknown): Answer => ({ status: 400, body: { message: String(error) } }))
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(JSON.stringify(body))
      })
  })
  return { url: await listen(server), close: () => closeServer(server) }
}

async function answer(incoming: IncomingMessage, options: ControlOptions): Promise<Answer> {
  const { clock, schedules, queues, idle } = options
  const call = `${incoming.method} ${incoming.url}`
  const clockNow = () => ({ status: 200, body: { now: clock.now().toISOString(), offsetMs: clock.offsetMs } })
  switch (call) {
    case 'GET /clock':
      return clockNow()
    case 'POST /clock/advance': {
      const { seconds } = advance.parse(JSON.parse(await readText(incoming)))
      clock.advance(Math.round(seconds * 1000))
      return clockNow()
    }
    case 'GET /queues':
      return { status: 200, body: queues.messages() }
    case 'POST /idle':
      await idle()
      return { status: 200, body: { idle: true } }
  }
  const name = /^POST \/schedules\/([\w-]+)\/run$/.exec(call)?.[1]
  if (name === undefined) return { status: 404, body: { message: 'Not Found' } }
  return { status: 200, body: await schedules.run(name) }
}

async function readText(incoming: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of incoming) {
    text += chunk
    if (text.length > bodyBytesMax) throw new Error('The body is too large.')
  }
  return text
}
