import { afterAll, beforeAll, expect, test } from 'vitest'
import { shopScope } from '../../domain/repurchase/cells.ts'
import { applyPurchase } from '../../functions/repurchase/apply-purchase.ts'
import { loadSeries } from '../../functions/repurchase/cell-store.ts'
import { rebuildHistories, toldBy } from '../../functions/repurchase/rebuild.ts'
import { TooBusy } from '../../functions/shared/storage.ts'
import { productId, purchase, referrerId, seriesFrom, shopId } from '../domain/repurchase/purchases.ts'
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../support/embedded-database.ts'
import { createWorld } from './repurchase-world.ts'

const consumers = 4

let embedded: EmbeddedDatabase
beforeAll(async () => {
  embedded = await startEmbeddedDatabase()
})
afterAll(() => embedded.close())

test('on the embedded DynamoDB too, consumers at once with refunds and repeats leave the rebuilt figures', async () => {
  // Nobody waits for the virtual clock here: a consumer that lost a race tries again at once.
  const context = { ...createWorld().context, db: embedded.database, pause: async () => undefined }
  const paid = Array.from({ length: 60 }, (_, at) =>
    purchase({
      order: at + 1,
      customer: at % 11,
      ...(at % 3 === 0 ? {} : { introducer: (at % 11) % 2 }),
      day: `2026-0${1 + (at % 5)}-1${at % 7}`,
      netPaidFen: at + 1,
    }),
  )
  const refunded = paid
    .filter((_, at) => at % 4 === 0)
    .map(({ eventId, event }, at) => ({ eventId, eventNumber: 2, event: { ...event, netPaidFen: at % 2 } }))
  const events = [...refunded, ...paid, ...paid.slice(0, 10)]
  /** The stream delivers again what was too busy. */
  const delivered = async (stored: (typeof events)[number]): Promise<void> => {
    try {
      await applyPurchase(stored, context)
    } catch (error) {
      if (!(error instanceof TooBusy)) throw error
      await delivered(stored)
    }
  }
  const lane = async (first: number) => {
    for (let at = first; at < events.length; at += consumers) {
      const stored = events[at]
      if (stored) await delivered(stored)
    }
  }
  await Promise.all(Array.from({ length: consumers }, (_, first) => lane(first)))
  const histories = rebuildHistories(events.map(toldBy))
  for (const scope of [
    shopScope,
    { kind: 'referrer', id: referrerId(0) },
    { kind: 'product', id: productId(1) },
  ] as const)
    expect(await loadSeries(embedded.database, shopId(), scope, '2026-05-13')).toEqual(
      seriesFrom(histories, '2026-05-13', scope),
    )
})
