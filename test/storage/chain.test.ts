import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ChainNode, type Own, reachOf } from '../../domain/referrals/chain-node.ts'
import { Member, notePayment } from '../../domain/referrals/member.ts'
import { addWorth, noWorth, totalWorth } from '../../domain/referrals/worth.ts'
import { worthOf } from '../../domain/repurchase/worth.ts'
import { listUntold, loadNode, loadNodes } from '../../functions/referrals/chain-store.ts'
import { climbChains, nodesPerTransaction } from '../../functions/referrals/climb.ts'
import { loadMember, memberWrites } from '../../functions/referrals/member-store.ts'
import { loadOrganic } from '../../functions/referrals/organic-store.ts'
import { visitOfCustomer } from '../../functions/referrals/visit-of-customer.ts'
import { applyPurchase } from '../../functions/repurchase/apply-purchase.ts'
import { mergesIn } from '../../functions/repurchase/history-store.ts'
import { mergeCustomer } from '../../functions/repurchase/merge-customer.ts'
import { rebuildHistories, toldBy } from '../../functions/repurchase/rebuild.ts'
import { commit } from '../../functions/shared/commit.ts'
import type { Item, Page, Reader, Write } from '../../functions/shared/storage.ts'
import { usualFaults } from '../../simulate/faults.ts'
import { visit } from '../domain/referrals/visits.ts'
import { purchase } from '../domain/repurchase/purchases.ts'
import { customerId, shopId } from '../domain/shared/ids.ts'
import { createWorld, type World } from './repurchase-world.ts'

const now = '2026-03-01T08:00:00.000Z'
const worldOf = (...options: Parameters<typeof createWorld>) => {
  const world = createWorld(...options)
  // The roles of the shop's people are looked at too.
  return { ...world, context: { ...world.context, db: world.db } }
}

/** Somebody opens the link of another. */
const open = ({ context }: Pick<World, 'context'>, who: number, owner: number) =>
  commit(context, async () => ({
    ...(await visitOfCustomer(context.db, customerId(who), visit(owner, now))),
    reply: undefined,
  }))

/** As the stream and the phones do: again until it went well. */
async function untilDone(world: World, act: () => Promise<unknown>, triesLeft = triesMax): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (triesLeft === 0) throw error
    await world.clock.sleep(500)
    await untilDone(world, act, triesLeft - 1)
  }
}
/** What has failed this often fails for ever. */
const triesMax = 200

const people = 9
const who = fc.integer({ min: 1, max: people })
const act = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('open' as const), who, owner: who }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('buy' as const), who, order: fc.integer({ min: 0, max: 2 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('refund' as const), who, order: fc.integer({ min: 0, max: 2 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge' as const), who, into: who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('climb' as const) }) },
)
type Act = typeof act extends fc.Arbitrary<infer Value> ? Value : never

/** Orders of one person on three days of two months, of so many fen each. */
const orderOf = (customer: number, order: number, netPaidFen: number, eventNumber: number) =>
  purchase({
    customer,
    order: customer * 10 + order,
    day: `2026-0${1 + (order % 2)}-1${order}`,
    netPaidFen,
    eventNumber,
  })

type OfOrder = { readonly who: number; readonly order: number }
const paymentOf = ({ who: buyer, order }: OfOrder) => orderOf(buyer, order, 100, 1)
/** In part of one of them, whole of the others. */
const refundOf = ({ who: buyer, order }: OfOrder) => orderOf(buyer, order, order === 1 ? 40 : 0, 2)

const merge = ({ context }: World, from: number, into: number) =>
  mergeCustomer.handle(
    {
      query: undefined,
      caller: undefined,
      raw: { headers: {}, body: Buffer.alloc(0) },
      path: { shopId: shopId(), customerId: customerId(from) },
      body: { intoCustomerId: customerId(into) },
    },
    context,
  )

function perform(world: World, each: Act): Promise<unknown> {
  switch (each.kind) {
    case 'open':
      return open(world, each.who, each.owner)
    case 'buy':
      return buy(world, each)
    case 'refund':
      return applyPurchase(refundOf(each), world.context)
    case 'merge':
      return merge(world, each.who, each.into)
    case 'climb':
      return climbChains(world.context)
  }
}

async function buy({ context }: World, ofOrder: OfOrder) {
  const buyer = ofOrder.who
  await commit(context, async () => {
    const member = await loadMember(context.db, shopId(), customerId(buyer))
    return { writes: memberWrites(member, notePayment(member, now)), reply: undefined }
  })
  await applyPurchase(paymentOf(ofOrder), context)
}

/** Everybody below, by the introductions alone. Throws where they make a circle. */
function chainsOf(members: readonly Member[]) {
  const parents = new Map(members.map((member) => [member.customerId, member.introduction?.introducerId]))
  const above = (id: string): string[] => {
    const ids: string[] = []
    for (let up = parents.get(id as Member['customerId']); up; up = parents.get(up)) {
      if (ids.includes(up) || up === id) throw new Error('A circle')
      ids.push(up)
    }
    return ids
  }
  return new Map(members.map(({ customerId: id }) => [id, above(id)]))
}

/** What everybody has bought, computed from scratch: from what the orders tell and who was merged into whom. */
function rebuiltWorths(acts: readonly Act[], items: readonly Item[]): ReadonlyMap<string, Own> {
  const events = acts.flatMap((each) => {
    if (each.kind === 'buy') return [paymentOf(each)]
    return each.kind === 'refund' ? [refundOf(each)] : []
  })
  const histories = rebuildHistories(events.map(toldBy), mergesIn(items))
  return new Map(histories.map((history) => [history.customerId, worthOf(history)]))
}

const sumOf = (worths: ReadonlyMap<string, Own>, nodes: readonly ChainNode[]) =>
  nodes.reduce((sum, node) => addWorth(sum, worths.get(node.customerId) ?? noWorth), noWorth)

test('visits, purchases, refunds, merges and climbs at once, with repeats, conflicts, crashes and lost answers, come to the sums over the introductions computed from scratch', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 8, maxLength: 40 }), fc.nat().map(String), async (acts, seed) => {
      const world = worldOf(usualFaults, seed)
      const lanes = [0, 1, 2].map(async (lane) => {
        for (const [at, each] of acts.entries())
          if (at % 3 === lane) {
            await untilDone(world, () => perform(world, each))
            if (at % 4 === 0) await untilDone(world, () => perform(world, each))
          }
      })
      await world.clock.run(async () => {
        await Promise.all(lanes)
        // An index shows a change half a minute later at most.
        for (let rest = 0; rest < 4; rest++) {
          await world.clock.sleep(40_000)
          await untilDone(world, () => climbChains(world.context))
        }
      })
      const items = [...world.db.tables.items('referrals')]
      const members = items.filter(({ sk }) => sk === 'MEMBER').map((item) => Member.parse(item))
      const calm = worldOf()
      for (const item of items)
        calm.db.tables.apply({ key: { ...item, table: 'referrals' }, before: undefined, after: item })
      const ids = Array.from({ length: people }, (_, at) => ({ shopId: shopId(), customerId: customerId(at + 1) }))
      const nodes = await loadNodes(calm.db, ids)
      const chains = chainsOf(members)
      const worths = rebuiltWorths(acts, world.items())
      for (const node of nodes) {
        const below = nodes.filter((each) => chains.get(each.customerId)?.includes(node.customerId))
        const direct = below.filter(({ introducerId }) => introducerId === node.customerId)
        const above = chains.get(node.customerId) ?? []
        expect([node.introducerId, node.depth]).toEqual([above[0] ?? null, above.length])
        expect(node.downstream).toEqual({ people: below.length, ...sumOf(worths, below) })
        expect([node.direct.people, totalWorth(node.direct.cohorts)]).toEqual([direct.length, sumOf(worths, direct)])
        expect(reachOf(node)).toBe(Math.max(0, ...below.map(({ depth }) => depth - node.depth)))
      }
      const organic = nodes.filter(({ introducerId }) => introducerId === null)
      expect(totalWorth(await loadOrganic(calm.db, shopId()))).toEqual(sumOf(worths, organic))
    }),
    { numRuns: 60 },
  )
})

/** Counts the transactions that write somebody's node. */
function countingWrites(world: World, customer: number) {
  const counts = { all: 0, ofNode: 0 }
  const transact = (writes: readonly Write[]) => {
    counts.all++
    if (writes.some(({ name }) => name.startsWith('chain node') && name.endsWith(customerId(customer)))) counts.ofNode++
    return world.db.transact(writes)
  }
  return { counts, context: { ...world.context, db: { ...world.db, transact } } }
}

/** The calls of one reading of a node. */
async function readsOf(world: World, customer: number) {
  let reads = 0
  const count =
    <Asked, Answer>(read: (asked: Asked) => Promise<Answer>) =>
    (asked: Asked) => {
      reads++
      return read(asked)
    }
  const db: Reader = { get: count(world.db.get), getMany: count(world.db.getMany), query: count(world.db.query) }
  const node = await loadNode(db, { shopId: shopId(), customerId: customerId(customer) })
  return { node, reads }
}

test('a chain a thousand deep is climbed a hundred steps at once and read by one read', async () => {
  const world = worldOf()
  for (let newcomer = 2; newcomer <= 1_001; newcomer++) await open(world, newcomer, newcomer - 1)
  const { counts, context } = countingWrites(world, 1)
  await climbChains(context)
  expect(counts.all).toBeLessThanOrEqual(2 * Math.ceil(1_000 / nodesPerTransaction))
  expect(await readsOf(world, 1)).toMatchObject({
    reads: 1,
    node: { direct: { people: 1 }, downstream: { people: 1_000 }, deepest: 1_000 },
  })
  await applyPurchase(purchase({ customer: 1_001 }), context)
  await climbChains(context)
  expect((await readsOf(world, 1)).node.downstream).toMatchObject({ buyers: 1, amountFen: 100 })
})

test('an index that shows for long what was told a moment ago is not asked again and again', async () => {
  const world = worldOf()
  await open(world, 2, 1)
  expect(await listUntold(world.db)).toHaveLength(1)
  const pages = new Map<string, Page>()
  let asked = 0
  const query: Reader['query'] = async (range) => {
    if (range.index !== 'untold') return world.db.query(range)
    asked++
    const page = pages.get(range.pk) ?? (await world.db.query(range))
    pages.set(range.pk, page)
    return page
  }
  expect(await climbChains({ ...world.context, db: { ...world.db, query } })).toBe(2)
  expect(asked).toBe(2 * pages.size)
  expect((await readsOf(world, 1)).node.downstream.people).toBe(1)
})

test('who introduced three thousand is written once for some hundred of them and read by one read', async () => {
  const world = worldOf()
  for (let newcomer = 2; newcomer <= 3_001; newcomer++) await open(world, newcomer, 1)
  const { counts, context } = countingWrites(world, 1)
  await climbChains(context)
  expect(counts.ofNode).toBeLessThanOrEqual((1.5 * 3_000) / nodesPerTransaction)
  expect(await readsOf(world, 1)).toMatchObject({
    reads: 1,
    node: { direct: { people: 3_000, firstAt: now, lastAt: now }, downstream: { people: 3_000 }, deepest: 1 },
  })
})
