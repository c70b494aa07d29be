import type { Log } from './context.ts'

/**
 * A Lambda handler that needs something awaited first, such as a secret. The wait begins in INIT, where the processor is
 * fast; a CommonJS bundle has no top-level await. When it fails, the rejection ends the instance and Lambda starts another.
 */
export function whenReady<Event, Lambda, Result>(
  start: () => Promise<(event: Event, lambda: Lambda) => Promise<Result>>,
): (event: Event, lambda: Lambda) => Promise<Result> {
  const ready = start()
  return async (event, lambda) => (await ready)(event, lambda)
}

/**
 * The same for one consumer of several in a function: what it waits for is kept, and begun again at the next use where it
 * failed. A rejection in INIT would end the function for the others too; it is logged instead.
 */
export function keptWhenReady<Needed>(log: Log, start: () => Promise<Needed>): () => Promise<Needed> {
  let kept: Promise<Needed> | undefined
  const needed = () => {
    kept ??= start().catch((error: unknown) => {
      kept = undefined
      throw error
    })
    return kept
  }
  needed().catch((error: unknown) => log.error('not ready', { error }))
  return needed
}
