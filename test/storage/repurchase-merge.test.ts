import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadOrganic } from '../../functions/referrals/organic-store.ts'
import { applyPurchases } from '../../functions/repurchase/apply-purchase.ts'
import { listCustomers } from '../../functions/repurchase/customer-list.ts'
import { loadHistory, mergeDepthMax, mergesIn } from '../../functions/repurchase/history-store.ts'
import { listPurchases } from '../../functions/repurchase/list-purchases.ts'
import { mergeCustomer } from '../../functions/repurchase/merge-customer.ts'
import { driftOf, rebuildCells, rebuildHistories, storedCells, toldBy } from '../../functions/repurchase/rebuild.ts'
import { usualFaults } from '../../simulate/faults.ts'
import { customerId, deliveries, imported, purchase, shopId } from '../domain/repurchase/purchases.ts'
import { applyAll, createWorld, untilApplied, type World } from './repurchase-world.ts'

const nobody = { query: undefined, caller: undefined, raw: { headers: {}, body: Buffer.alloc(0) } }
const merge = ({ context }: World, from: string, intoCustomerId: string) =>
  mergeCustomer.handle({ ...nobody, path: { shopId: shopId(), customerId: from }, body: { intoCustomerId } }, context)
const driftAfter = (world: World, events: readonly ReturnType<typeof purchase>[]) =>
  driftOf(storedCells(world.items()), rebuildCells(rebuildHistories(events.map(toldBy), mergesIn(world.items()))))
const [one, two, three] = [customerId(1), customerId(2), customerId(3)]

test('a merge moves all figures, and later events of the one merged go to the other', async () => {
  const world = createWorld()
  const before = [
    purchase({ order: 1, customer: 1, day: '2026-01-03', introducer: 1 }),
    purchase({ order: 2, customer: 2, day: '2026-02-03', channel: 'group' }),
  ]
  const after = [
    purchase({ order: 1, customer: 1, day: '2026-01-03', introducer: 1, eventNumber: 2, netPaidFen: 0 }),
    purchase({ order: 3, customer: 1, day: '2026-02-20' }),
  ]
  await applyAll(world, before)
  expect(await merge(world, one, two)).toEqual({ ok: true, reply: { customerId: one, mergedInto: two } })
  expect(driftAfter(world, before)).toEqual([])
  await applyAll(world, after)
  expect(driftAfter(world, [...before, ...after])).toEqual([])
  const { history } = await loadHistory(world.db, shopId(), one)
  expect(history).toMatchObject({ customerId: two, purchases: { length: 3 } })
  expect((await listCustomers(world.db, shopId(), 'customers', { limit: 9 })).customerIds).toEqual([two])
})

test('the same merge again is the same answer and changes nothing, also after the other was merged further', async () => {
  const world = createWorld()
  await applyAll(
    world,
    [1, 2, 3].map((customer) => purchase({ order: customer, customer })),
  )
  await merge(world, one, two)
  const items = JSON.stringify(world.items())
  expect(await merge(world, one, two)).toMatchObject({ ok: true, reply: { mergedInto: two } })
  expect(JSON.stringify(world.items())).toBe(items)
  await merge(world, two, three)
  expect(await merge(world, one, two)).toMatchObject({ ok: true, reply: { mergedInto: three } })
})

test('any two of those who came by nobody can be merged, and are one among them from then on', async () => {
  for (let other = 2; other <= 20; other++) {
    const world = createWorld()
    await applyAll(world, [purchase({ order: 1, customer: 1 }), purchase({ order: 2, customer: other })])
    expect(await merge(world, one, customerId(other))).toMatchObject({ ok: true })
    const organic = await loadOrganic(world.db, shopId())
    expect(organic['2026-03']).toMatchObject({ buyers: 1, repeatBuyersByOrder: 1, orders: 2, amountFen: 200 })
  }
})

test('no merge makes a circle, takes a customer twice, or takes one who never ordered', async () => {
  const world = createWorld()
  await applyAll(
    world,
    [1, 2, 3].map((customer) => purchase({ order: customer, customer })),
  )
  const refusal = (code: string) => ({ ok: false, refusal: { code } })
  expect(await merge(world, one, one)).toEqual(refusal('same_customer'))
  expect(await merge(world, customerId(7), one)).toEqual(refusal('buyer_not_found'))
  await merge(world, one, two)
  expect(await merge(world, two, one)).toEqual(refusal('same_customer'))
  expect(await merge(world, one, three)).toEqual(refusal('merged_elsewhere'))
})

test('a customer of the past is merged into one who has not ordered yet', async () => {
  const world = createWorld()
  await applyPurchases(world.context, shopId(), '老客 #1', [imported('A1', '2025-12-01')])
  expect(await merge(world, '老客 #1', one)).toMatchObject({ ok: true })
  expect((await loadHistory(world.db, shopId(), one)).history.purchases).toMatchObject([{ orderId: 'A1' }])
})

test('merges one upon another have an end', async () => {
  const world = createWorld()
  const customers = Array.from({ length: mergeDepthMax + 2 }, (_, at) => at + 1)
  await applyAll(
    world,
    customers.map((customer) => purchase({ order: customer, customer })),
  )
  for (const customer of customers.slice(0, mergeDepthMax))
    expect(await merge(world, customerId(customer), customerId(customer + 1))).toMatchObject({ ok: true })
  const [last, behind] = [customerId(mergeDepthMax + 1), customerId(mergeDepthMax + 2)]
  expect(await merge(world, last, behind)).toEqual({ ok: false, refusal: { code: 'merge_limit' } })
  expect((await loadHistory(world.db, shopId(), one)).history.customerId).toBe(last)
})

test('two who have bought more than one history holds are not merged', async () => {
  const world = createWorld()
  const lines = Array.from({ length: 300 }, (_, at) => ({
    productId: `${'p'.repeat(60)}${at}`,
    quantity: 1,
    netFen: 1,
    nonGoods: true,
  }))
  for (const customer of [1, 2])
    await applyPurchases(
      world.context,
      shopId(),
      customerId(customer),
      Array.from({ length: 35 }, (_, at) => imported(`${customer} ${at}`, '2026-01-01', { lines })),
    )
  expect(await merge(world, one, two)).toEqual({ ok: false, refusal: { code: 'history_too_large' } })
})

test('stored cells equal rebuilt cells with merges between purchases, refunds, repeats, conflicts and lost answers', async () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })), { maxLength: 3 })
  const untilMerged = async (world: World, from: string, into: string): Promise<void> => {
    try {
      await merge(world, from, into)
    } catch {
      await world.clock.sleep(1_000)
      await untilMerged(world, from, into)
    }
  }
  await fc.assert(
    fc.asyncProperty(deliveries, pairs, fc.nat().map(String), async (events, merges, seed) => {
      const world = createWorld(usualFaults, seed)
      await world.clock.run(() =>
        Promise.all([
          ...events.map((stored) => untilApplied(world, stored)),
          ...merges.map(([from, into]) => untilMerged(world, customerId(from), customerId(into))),
        ]),
      )
      expect(driftAfter(world, events)).toEqual([])
    }),
    { numRuns: 30 },
  )
})

test('the orders of a customer are shown newest first, page by page, after a merge under the other’s name', async () => {
  const world = createWorld()
  await applyAll(world, [
    purchase({ order: 1, customer: 1, day: '2026-01-03' }),
    purchase({ order: 2, customer: 1, day: '2026-01-04', netPaidFen: 0 }),
    purchase({ order: 3, customer: 2, day: '2026-02-03' }),
  ])
  await merge(world, one, two)
  const page = (query: { limit: number; cursor?: string }) =>
    listPurchases.handle(
      { ...nobody, query, body: undefined, path: { shopId: shopId(), customerId: one } },
      world.context,
    )
  const first = await page({ limit: 2 })
  if (!first.ok || first.reply.cursor === undefined) throw new Error('No first page')
  expect(first.reply).toMatchObject({ customerId: two, items: [{ day: '2026-02-03' }, { isCounted: false }] })
  const rest = await page({ limit: 2, cursor: first.reply.cursor })
  expect(rest).toMatchObject({ ok: true, reply: { items: [{ day: '2026-01-03', isCounted: true }] } })
  expect(rest.ok && rest.reply.cursor).toBeUndefined()
  await expect(page({ limit: 2, cursor: 'elsewhere' })).rejects.toThrow()
})
