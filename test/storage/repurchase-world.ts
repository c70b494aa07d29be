import { applyPurchase } from '../../functions/repurchase/apply-purchase.ts'
import type { Context } from '../../functions/shared/context.ts'
import { restrict } from '../../functions/shared/restrict.ts'
import { createFakeDatabase } from '../../simulate/fake-database.ts'
import { type Faults, noFaults } from '../../simulate/faults.ts'
import { createRandom } from '../../simulate/random.ts'
import { createVirtualClock } from '../../simulate/virtual-clock.ts'
import type { purchase } from '../domain/repurchase/purchases.ts'

type Stored = ReturnType<typeof purchase>

/** The table of the context as it may be used, with whatever goes wrong on the way to it. */
export function createWorld(faults: Faults = noFaults, seed = 'repurchase') {
  const random = createRandom(seed)
  const clock = createVirtualClock({ random, startMs: Date.UTC(2026, 2, 1), eventsMax: 1_000_000 })
  const db = createFakeDatabase({ clock, random, faults })
  const errors: string[] = []
  const context: Context = {
    db: restrict(db, { reads: ['shops'], writes: ['repurchase', 'referrals'] }),
    now: clock.now,
    newId: (kind) => kind,
    randomCode: (length) => 'x'.repeat(length),
    pause: (upToMs) => clock.sleep(random.int(upToMs + 1)),
    log: { info: () => undefined, warn: () => undefined, error: (message) => void errors.push(message) },
  }
  return { clock, context, db, errors, items: () => [...db.tables.items('repurchase')] }
}
export type World = ReturnType<typeof createWorld>

export const applyAll = async ({ context }: World, events: readonly Stored[]) => {
  for (const stored of events) await applyPurchase(stored, context)
}

/** Applies an event as the stream does: again and again until it went well. */
export async function untilApplied(world: World, stored: Stored): Promise<void> {
  try {
    await applyPurchase(stored, world.context)
  } catch {
    await world.clock.sleep(1_000)
    await untilApplied(world, stored)
  }
}
