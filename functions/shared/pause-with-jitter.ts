import { setTimeout as delay } from 'node:timers/promises'

const firstPauseMs = 200

/** Waits before the retry of that number (1, 2, …) of a call to somebody else's server: longer each time, by half or
 *  more, so that those who failed together do not come back together. */
export function pauseWithJitter(retry: number): Promise<void> {
  return delay(firstPauseMs * 2 ** (retry - 1) * (0.5 + Math.random()))
}
