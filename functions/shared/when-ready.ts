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
