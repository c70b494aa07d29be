import type { Random } from './random.ts'
import { type AnswerOf, type Handler, type Request, type Serve, ServerFailed } from './server.ts'
import type { Tasks } from './tasks.ts'
import type { VirtualClock } from './virtual-clock.ts'

const triesMax = 12
const lostRate = 0.03
const impatienceRate = 0.04
const latencyMaxMs = 40
const waitMaxMs = 4_000

/** A phone: sends a request, and the very same one again whenever no answer comes; undefined when it gives up. */
export type Ask = <H extends Handler>(handler: H, request: Request) => Promise<AnswerOf<H> | undefined>

type Options = {
  readonly clock: VirtualClock
  readonly random: Random
  readonly tasks: Tasks
  readonly serve: Serve
}

export function createClient({ clock, random, tasks, serve }: Options): Ask {
  const once = async <H extends Handler>(handler: H, request: Request): Promise<AnswerOf<H> | undefined> => {
    await clock.sleep(random.int(latencyMaxMs))
    if (random.chance(lostRate)) return undefined
    try {
      const answer = await serve(handler, request)
      return random.chance(lostRate) ? undefined : answer
    } catch (error) {
      if (error instanceof ServerFailed) return undefined
      throw error
    }
  }
  return async (handler, request) => {
    for (let tries = 0; tries < triesMax; tries++) {
      // Somebody taps twice: both requests are on their way at once.
      if (random.chance(impatienceRate)) tasks.start(() => once(handler, request))
      const answer = await once(handler, request)
      if (answer) return answer
      await clock.sleep(random.int(waitMaxMs))
    }
    return undefined
  }
}
