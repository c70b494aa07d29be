import fc from 'fast-check'
import { expect, test } from 'vitest'
import { againstOrganic } from '../../domain/referrals/key-people.ts'
import { noWorth } from '../../domain/referrals/worth.ts'
import { climbChains } from '../../functions/referrals/climb.ts'
import { drawChain } from '../../functions/referrals/draw-chain.ts'
import { listKeyPeople } from '../../functions/referrals/list-key-people.ts'
import { listMemberPath } from '../../functions/referrals/list-member-path.ts'
import { listMyIntroduced } from '../../functions/referrals/list-my-introduced.ts'
import { visitOfCustomer } from '../../functions/referrals/visit-of-customer.ts'
import { applyPurchase } from '../../functions/repurchase/apply-purchase.ts'
import { commit } from '../../functions/shared/commit.ts'
import { InvalidCursor } from '../../functions/shared/dynamo-expressions.ts'
import { visit } from '../domain/referrals/visits.ts'
import { purchase } from '../domain/repurchase/purchases.ts'
import { customerId, shopId } from '../domain/shared/ids.ts'
import { createWorld } from './repurchase-world.ts'

const minute = (number: number) => new Date(Date.UTC(2026, 2, 1, 8, number)).toISOString()

/** A shop in which each of the pairs was an introduction, in that order; who buys does so on so many days, 100 fen each. */
async function shopWith(introductions: readonly (readonly [owner: number, newcomer: number])[], days: object = {}) {
  const world = createWorld()
  const context = { ...world.context, db: world.db }
  for (const [at, [owner, newcomer]] of introductions.entries())
    await commit(context, async () => ({
      ...(await visitOfCustomer(context.db, customerId(newcomer), visit(owner, minute(at)))),
      reply: undefined,
    }))
  for (const [customer, count] of Object.entries(days))
    for (let day = 1; day <= Number(count); day++)
      await applyPurchase(
        purchase({ customer: Number(customer), order: Number(customer) * 10 + day, day: `2026-03-0${day}` }),
        context,
      )
  await climbChains(context)
  return context
}

const asked = { body: undefined, raw: { headers: {}, body: Buffer.alloc(0) } }
const callerOf = (number: number) => ({ customerId: customerId(number), sessionId: '', isOperator: false })

test('a referrer sees those introduced and nobody below them, masked, the latest first, page by page', async () => {
  const context = await shopWith(
    [
      [1, 2],
      [1, 3],
      [2, 4],
      [1, 5],
    ],
    { 3: 2, 5: 1 },
  )
  const page = (query: { limit: number; cursor?: string }) =>
    listMyIntroduced.handle({ ...asked, path: { shopId: shopId() }, query, caller: callerOf(1) }, context)
  const first = await page({ limit: 2 })
  if (!first.ok || first.reply.cursor === undefined) return expect.fail('there is a second page')
  expect(first.reply.items).toEqual([
    { who: '…0005', introducedAt: minute(3), hasBought: true, hasBoughtAgain: false },
    { who: '…0003', introducedAt: minute(1), hasBought: true, hasBoughtAgain: true },
  ])
  expect(await page({ limit: 2, cursor: first.reply.cursor })).toEqual({
    ok: true,
    reply: { items: [{ who: '…0002', introducedAt: minute(0), hasBought: false, hasBoughtAgain: false }] },
  })
})

test('the way up is told step by step, over any number of pages', async () => {
  const context = await shopWith(Array.from({ length: 6 }, (_, at) => [at + 1, at + 2] as const))
  const way: string[] = []
  let query: { limit: number; cursor?: string } | undefined = { limit: 4 }
  while (query) {
    const path = { shopId: shopId(), customerId: customerId(7) }
    const answer = await listMemberPath.handle({ ...asked, path, query, caller: undefined }, context)
    if (!answer.ok) return expect.fail('a way is never refused')
    way.push(...answer.reply.items.map((item) => item.customerId))
    query = answer.reply.cursor === undefined ? undefined : { limit: 4, cursor: answer.reply.cursor }
  }
  expect(way).toEqual([6, 5, 4, 3, 2, 1].map(customerId))
  const path = { shopId: shopId(), customerId: customerId(7) }
  const bad = { ...asked, path, query: { limit: 4, cursor: 'nobody' }, caller: undefined }
  await expect(listMemberPath.handle(bad, context)).rejects.toThrow(InvalidCursor)
})

test('key people are ranked by what those introduced bought again, beside as many organic customers of the month', async () => {
  // 1 brought three who buy once, 2 one who comes back; 20 and 21 came by nobody.
  const context = await shopWith(
    [
      [1, 3],
      [1, 4],
      [1, 5],
      [2, 6],
    ],
    { 3: 1, 4: 1, 5: 1, 6: 3, 20: 1, 21: 2 },
  )
  const list = async (by: 'net' | 'repurchased') => {
    const query = { limit: 10, by }
    const answer = await listKeyPeople.handle(
      { ...asked, path: { shopId: shopId() }, query, caller: undefined },
      context,
    )
    return answer.ok ? answer.reply.items : expect.fail('a list is never refused')
  }
  const [first, second] = await list('repurchased')
  expect(first).toMatchObject({
    customerId: customerId(2),
    introduced: 1,
    brought: { buyers: 1, repeatBuyers: 1, orders: 3, amountFen: 300, repurchasedFen: 200 },
    expectedAmountFen: 150,
    expectedRepurchasedFen: 50,
  })
  expect(second).toMatchObject({ customerId: customerId(1), introduced: 3, expectedAmountFen: 450 })
  expect((await list('net')).map((item) => item.customerId)).toEqual([2, 1].map(customerId))
})

test('who began in a month without organic buyers is compared with nobody', () => {
  const worth = { ...noWorth, buyers: 2, orders: 2, amountFen: 500 }
  const organic = { '2026-01': { ...noWorth, buyers: 3, orders: 3, amountFen: 1_000, repurchasedFen: 100 } }
  expect(againstOrganic({ '2026-01': worth, '2026-02': worth }, organic)).toEqual({
    brought: { ...noWorth, buyers: 4, orders: 4, amountFen: 1_000 },
    comparable: worth,
    expectedAmountFen: 666,
    expectedRepurchasedFen: 66,
  })
})

type Context = Awaited<ReturnType<typeof shopWith>>
type From = { readonly root?: ReturnType<typeof customerId>; readonly cursor?: string }

/** Draws a shop answer by answer, as a page does that follows every cursor. */
async function drawAll(context: Context, limits: { readonly limit: number; readonly depth: number }) {
  const edges: (readonly [to: string, from: string])[] = []
  const seen = new Set<string>()
  const open: From[] = [{}]
  for (let next = open.pop(); next; next = open.pop()) {
    const { nodes, edges: drawn, cursor } = await drawChain(context.db, shopId(), { ...next, ...limits })
    expect(nodes.length).toBeLessThanOrEqual(limits.limit)
    const sizes = nodes.map(({ repurchasedFen }) => repurchasedFen)
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
    edges.push(...drawn.map(({ from, to }) => [to, from] as const))
    for (const node of nodes) seen.add(node.customerId)
    open.push(...nodes.flatMap((node) => restOf(node, next)))
    if (cursor !== undefined) open.push({ ...next, cursor })
  }
  return { edges, seen }
}

type Drawn = Awaited<ReturnType<typeof drawChain>>['nodes'][number]
/** Where those below a node go on that an answer did not hold; of its root the answer's own cursor tells. */
function restOf({ customerId: root, hasMore, cursor }: Drawn, { root: asked }: From): From[] {
  if (!hasMore || root === asked) return []
  return [cursor === undefined ? { root } : { root, cursor }]
}

test('by cursors every node of a shop is drawn, each under its introducer, whatever the limits', async () => {
  const forest = fc
    .array(fc.nat(), { minLength: 1, maxLength: 40 })
    .map((draws) => draws.map((draw, at) => [1 + (draw % (at + 1)), at + 2] as const))
  const limits = fc.record({ limit: fc.integer({ min: 2, max: 9 }), depth: fc.integer({ min: 1, max: 3 }) })
  await fc.assert(
    fc.asyncProperty(forest, limits, async (pairs, limit) => {
      const { edges, seen } = await drawAll(await shopWith(pairs, { 2: 3, 5: 2 }), limit)
      expect(seen).toEqual(new Set([1, ...pairs.map(([, newcomer]) => newcomer)].map(customerId)))
      const expected = pairs.map(([owner, newcomer]) => JSON.stringify([customerId(newcomer), customerId(owner)]))
      expect(new Set(edges.map((edge) => JSON.stringify(edge)))).toEqual(new Set(expected))
    }),
    { numRuns: 25 },
  )
})

test('a picture of a wide chain holds what was asked for, the largest first', async () => {
  const pairs = Array.from({ length: 150 }, (_, at) => [1, at + 2] as const)
  const context = await shopWith(pairs, { 77: 3, 99: 2 })
  const drawn = await drawChain(context.db, shopId(), { root: customerId(1), limit: 50, depth: 2 })
  expect(drawn.nodes.slice(0, 3).map((node) => [node.customerId, node.repurchasedFen])).toEqual([
    [customerId(1), 300],
    [customerId(77), 200],
    [customerId(99), 100],
  ])
  expect([drawn.nodes.length, drawn.nodes[0]?.hasMore, drawn.cursor === undefined]).toEqual([50, true, false])
})
