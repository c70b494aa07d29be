/** Steps under way at once: so many that what they read and write fills batches. */
const underWayMax = 64

/**
 * Runs many steps at once with the same result as one after the other: a step waits for those before it that concern one
 * of the people whom it may change.
 */
export function createOrder() {
  const last = new Map<string, Promise<unknown>>()
  const underWay = new Set<Promise<unknown>>()
  let failure: { readonly error: unknown } | undefined
  const drain = async (max: number) => {
    while (underWay.size > max) await Promise.race(underWay)
    if (failure) throw failure.error
  }
  return {
    /** Begins a step as soon as there is room. @throws what a step before has thrown. */
    async begin(people: readonly string[], step: () => Promise<void>): Promise<void> {
      await drain(underWayMax - 1)
      const before = Promise.all(people.map((person) => last.get(person)))
      const run = before.then(step).catch((error: unknown) => {
        failure ??= { error }
      })
      for (const person of people) last.set(person, run)
      underWay.add(run)
      void run.then(() => {
        underWay.delete(run)
        for (const person of people) if (last.get(person) === run) last.delete(person)
      })
    },
    /** Resolves when all steps are done. @throws what one of them has thrown. */
    end: () => drain(0),
  }
}
