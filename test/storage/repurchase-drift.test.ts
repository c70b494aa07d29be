import { expect, test } from 'vitest'
import { openShop } from '../../domain/shops/open-shop.ts'
import { applyPurchases } from '../../functions/repurchase/apply-purchase.ts'
import { checkDueFigures } from '../../functions/repurchase/check-due-figures.ts'
import { loadDrift } from '../../functions/repurchase/drift-store.ts'
import { measureDrift, repairDrift } from '../../functions/repurchase/measure-drift.ts'
import { shopWrites } from '../../functions/shops/shop-store.ts'
import { customerId, imported, shopId } from '../domain/repurchase/purchases.ts'
import { createWorld } from './repurchase-world.ts'

/** A shop whose cells show two purchases of which its sources know nothing. */
async function createDriftedShop() {
  const world = createWorld()
  // Nobody waits for the virtual clock here.
  const context = { ...world.context, db: world.db, pause: async () => undefined }
  const command = { shopId: shopId(), name: '回头小店', ownerId: customerId(99), requestHash: 'hash' }
  const opening = openShop(undefined, command, 0, '2026-01-01T00:00:00.000Z')
  if (!opening.ok) throw new Error(opening.refusal.code)
  await world.db.transact(shopWrites(undefined, opening.events))
  const purchases = ['2025-11-01', '2026-01-03'].map((day) =>
    imported(day, day, { channel: 'group', introducerId: 'a b' }),
  )
  await applyPurchases(context, shopId(), customerId(1), purchases)
  return { ...world, context }
}

test('every cell that the sources do not make is found and told, and set right by a repair', async () => {
  const { context } = await createDriftedShop()
  const { drift, orders } = await measureDrift(context, shopId())
  expect(orders).toBe(0)
  for (const kind of ['shop', 'product', 'channel', 'referrer'])
    expect(drift.filter(({ cell }) => cell.includes(`#${kind}#`)).length).toBeGreaterThan(4)
  expect(drift.every(({ should }) => should === 0)).toBe(true)
  expect(await repairDrift(context, drift)).toBe(drift.length)
  expect((await measureDrift(context, shopId())).drift).toEqual([])
})

test('the nightly check keeps how much differs, raises an error, and checks a shop once a day', async () => {
  const { context, db, errors } = await createDriftedShop()
  expect(await loadDrift(db, shopId())).toBeUndefined()
  expect(await checkDueFigures(context)).toBe(1)
  expect((await loadDrift(db, shopId()))?.driftCells).toBeGreaterThan(20)
  expect(errors).toEqual(['figures differ from the orders'])
  expect(await checkDueFigures(context)).toBe(0)
  await repairDrift(context, (await measureDrift(context, shopId())).drift)
  const tomorrow = { ...context, now: () => '2026-03-02T01:00:00.000Z' }
  expect(await checkDueFigures(tomorrow)).toBe(1)
  expect(await loadDrift(db, shopId())).toEqual({ driftCells: 0, driftCheckedAt: '2026-03-02T01:00:00.000Z' })
})
