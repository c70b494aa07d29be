import { beforeAll, describe, expect, test } from 'vitest'
import { segments, valueClasses } from '../../domain/repurchase/prediction/segments.ts'
import type { CustomerList } from '../../domain/repurchase/prediction/shop-prediction.ts'
import { openShop } from '../../domain/shops/open-shop.ts'
import { getCustomerPrediction } from '../../functions/repurchase/get-customer-prediction.ts'
import { getPredictions } from '../../functions/repurchase/get-predictions.ts'
import { listDue } from '../../functions/repurchase/list-due.ts'
import { listSegment } from '../../functions/repurchase/list-segment.ts'
import { predictDueShops } from '../../functions/repurchase/predict-due-shops.ts'
import { entriesPerItem } from '../../functions/repurchase/prediction-lists.ts'
import { InvalidCursor } from '../../functions/shared/dynamo-expressions.ts'
import { shopWrites } from '../../functions/shops/shop-store.ts'
import { asOf, simulateCustomers } from '../domain/repurchase/prediction/simulated-customers.ts'
import { customerId, productId, purchase, shopId } from '../domain/repurchase/purchases.ts'
import { applyAll, createWorld, type World } from './repurchase-world.ts'

const request = { query: undefined, body: undefined, caller: undefined, raw: { headers: {}, body: Buffer.alloc(0) } }
const ofShop = (number = 1) => ({ ...request, path: { shopId: shopId(number) } })
const ofSegment = (segment: CustomerList, query = {}) => ({
  ...request,
  path: { shopId: shopId(), segment },
  query: { limit: 100, ...query },
})
const ofCustomer = (number: number, horizonDays = 90) => ({
  ...request,
  path: { shopId: shopId(), customerId: customerId(number) },
  query: { horizonDays },
})
const ofDue = (state: 'due' | 'overdue') => ({ ...ofShop(), query: { limit: 100, state } })

/** The day after the last of the customers' purchases: eight hours before Beijing's is over. */
const night = '2026-07-01T08:00:00.000Z'
const at = ({ context }: World, now = night) => ({ ...context, now: () => now })

async function openShops(world: World, ...numbers: number[]) {
  for (const number of numbers) {
    const command = { shopId: shopId(number), name: '回头小店', ownerId: customerId(99), requestHash: 'hash' }
    const opening = openShop(undefined, command, 0, `2026-01-0${number}T00:00:00.000Z`)
    if (!opening.ok) throw new Error(opening.refusal.code)
    await world.db.transact(shopWrites(undefined, opening.events))
  }
}

const reply = <Reply>(answer: { ok: true; reply: Reply } | { ok: false; refusal: { code: string } }): Reply => {
  if (!answer.ok) throw new Error(answer.refusal.code)
  return answer.reply
}

describe('a shop of 300 customers', () => {
  const customers = simulateCustomers(300, { r: 0.3, alpha: 4, a: 0.5, b: 2.5 })
  const world = createWorld()

  beforeAll(async () => {
    await openShops(world, 1)
    const events = customers.flatMap(({ purchaseDays }, customer) =>
      purchaseDays.map(({ day, amountFen }, number) =>
        purchase({ order: customer * 1_000 + number + 1, customer, day, netPaidFen: amountFen }),
      ),
    )
    await applyAll(world, events)
    expect(await predictDueShops(at(world))).toBe(1)
  })

  test('has models, scores and lists as of the day before, and what to know of them', async () => {
    const answer = reply(await getPredictions.handle(ofShop(), at(world)))
    expect(getPredictions.contract.reply.parse(answer)).toEqual(answer)
    expect(answer).toMatchObject({
      ...{ asOf, definitionVersion: 3, predictedAt: night, customers: 300, isComplete: true, horizonDays: 90 },
      bgNbd: { ok: true, model: { n: 300 } },
      gammaGamma: { ok: true },
    })
    const sum = (names: readonly CustomerList[]) => names.reduce((all, name) => all + (answer.lists[name] ?? 0), 0)
    expect([sum(segments), sum(valueClasses)]).toEqual([300, 300])
    const codes = answer.warnings.map(({ code }) => code)
    expect(codes).toEqual(expect.arrayContaining(['one_time_buyers_alive', 'few_customers']))
  })

  test('lists every customer in one segment and one class, the most valuable first, over pages', async () => {
    for (const lists of [segments, valueClasses]) {
      const found: string[] = []
      for (const segment of lists) {
        const values: (number | null)[] = []
        let cursor: string | undefined
        do {
          const query = { limit: 7, ...(cursor === undefined ? {} : { cursor }) }
          const page = reply(await listSegment.handle(ofSegment(segment, query), at(world)))
          expect(listSegment.contract.reply.parse(page)).toEqual(page)
          found.push(...page.items.map((item) => item.customerId))
          values.push(...page.items.map(({ valueFen }) => valueFen))
          cursor = page.cursor
        } while (cursor !== undefined)
        expect(values).toEqual(values.toSorted((a, b) => (b ?? 0) - (a ?? 0)))
      }
      expect(found.sort()).toEqual(customers.map((_, number) => customerId(number)).sort())
    }
  })

  test('a page reads across the items that a list is kept in', async () => {
    const whole = reply(await getPredictions.handle(ofShop(), at(world)))
    const longest = valueClasses.find((name) => (whole.lists[name] ?? 0) > entriesPerItem)
    if (longest === undefined) throw new Error('no list is longer than an item')
    const pages = async (limit: number, ids: string[] = [], more = {}): Promise<string[]> => {
      const { items, cursor } = reply(await listSegment.handle(ofSegment(longest, { limit, ...more }), at(world)))
      const read = [...ids, ...items.map((item) => item.customerId)]
      return cursor === undefined ? read : pages(limit, read, { cursor })
    }
    const [large, uneven] = await Promise.all([pages(100), pages(77)])
    expect(large).toHaveLength(whole.lists[longest] ?? 0)
    expect(uneven).toEqual(large)
  })

  test('a cursor is of one list of one night', async () => {
    const segment = segments.find((name) => name === 'hibernating') ?? 'new'
    const page = reply(await listSegment.handle(ofSegment(segment, { limit: 1 }), at(world)))
    const turn = (of: CustomerList, cursor: string) => listSegment.handle(ofSegment(of, { cursor }), at(world))
    expect(page.cursor).toBeDefined()
    await expect(turn('important_win_back', page.cursor ?? '')).rejects.toThrow(InvalidCursor)
    const forged = Buffer.from(JSON.stringify([asOf, segment, '999999'])).toString('base64url')
    await expect(turn(segment, forged)).rejects.toThrow(InvalidCursor)
    await expect(turn(segment, 'x')).rejects.toThrow(InvalidCursor)
  })

  test('predicts one customer as of today, as far ahead as asked, by the models of the night', async () => {
    const listed = reply(await listSegment.handle(ofSegment('champions'), at(world))).items[0]
    const number = customers.findIndex((_, each) => customerId(each) === listed?.customerId)
    const [quarter, year] = await Promise.all(
      [90, 365].map(async (days) => reply(await getCustomerPrediction.handle(ofCustomer(number, days), at(world)))),
    )
    if (listed === undefined) throw new Error('no champion')
    const { probabilityAlive, expectedPurchases, valueFen, ...same } = listed
    expect(quarter).toMatchObject({ asOf: '2026-07-01', fittedAsOf: asOf, ...same })
    // A day more without a purchase.
    expect(quarter?.probabilityAlive).toBeCloseTo(probabilityAlive ?? 0, 1)
    expect(quarter?.probabilityAlive).toBeLessThanOrEqual(probabilityAlive ?? 0)
    expect(quarter?.expectedPurchases).toBeLessThanOrEqual(expectedPurchases ?? 0)
    expect(quarter?.valueFen).toBeLessThanOrEqual(valueFen ?? 0)
    expect(year?.expectedPurchases).toBeGreaterThan(2 * (quarter?.expectedPurchases ?? 0))
    expect(getCustomerPrediction.contract.reply.parse(year)).toEqual(year)
  })

  test('has nothing to say of who has bought nothing', async () => {
    const refusal = { ok: false, refusal: { code: 'no_purchases' } }
    expect(await getCustomerPrediction.handle(ofCustomer(5_000), at(world))).toEqual(refusal)
  })

  test('lists who is due and who is overdue, each with the day, the latest first', async () => {
    const whole = reply(await getPredictions.handle(ofShop(), at(world)))
    for (const state of ['due', 'overdue'] as const) {
      const page = reply(await listDue.handle(ofDue(state), at(world)))
      expect(listDue.contract.reply.parse(page)).toEqual(page)
      expect(page.n).toBe(whole.due[state])
      expect(page.items.length).toBe(Math.min(page.n, 100))
      const days = page.items.map(({ nextDay }) => nextDay)
      expect(days).toEqual(days.toSorted().reverse())
      for (const { nextDay, productId: product } of page.items)
        expect([nextDay <= asOf, product]).toEqual([true, productId(1)])
    }
    expect(whole.due.due + whole.due.overdue).toBeGreaterThan(0)
  })

  test('is predicted once a day, and again after the next', async () => {
    expect(await predictDueShops(at(world, '2026-07-01T15:59:00.000Z'))).toBe(0)
    const before = reply(await listSegment.handle(ofSegment('hibernating', { limit: 1 }), at(world)))
    expect(await predictDueShops(at(world, '2026-07-01T16:00:00.000Z'))).toBe(1)
    const answer = reply(await getPredictions.handle(ofShop(), at(world)))
    expect(answer).toMatchObject({ asOf: '2026-07-01', customers: 300 })
    const turn = listSegment.handle(ofSegment('hibernating', { cursor: before.cursor }), at(world))
    await expect(turn).rejects.toThrow(InvalidCursor)
  })
})

describe('predictions of several shops', () => {
  test('are made of each one’s own customers, be they few; a shop without purchases has none', async () => {
    const world = createWorld()
    await openShops(world, 1, 2, 3)
    await applyAll(world, [purchase({ order: 1, shop: 1 }), purchase({ order: 2, shop: 3, customer: 2 })])
    expect(await predictDueShops(at(world))).toBe(2)
    expect(await getPredictions.handle(ofShop(1), at(world))).toMatchObject({
      ok: true,
      reply: { customers: 1, bgNbd: { ok: false, reason: 'too_few_customers', n: 1, min: 100 } },
    })
    const none = { ok: false, refusal: { code: 'not_predicted' } }
    expect(await getPredictions.handle(ofShop(2), at(world))).toEqual(none)
    expect(await listDue.handle({ ...ofDue('due'), path: { shopId: shopId(2) } }, at(world))).toEqual(none)
  })

  test('of a shop that fails are left to the next round, and the others’ are made', async () => {
    const world = createWorld()
    await openShops(world, 1, 2)
    await applyAll(world, [purchase({ order: 1, shop: 1 }), purchase({ order: 2, shop: 2 })])
    const { db, ...context } = at(world)
    const failing: typeof db = {
      ...db,
      query: async (range) => {
        if (range.pk.includes(shopId(1))) throw new Error('out of order')
        return db.query(range)
      },
    }
    expect(await predictDueShops({ ...context, db: failing })).toBe(1)
    expect(world.errors).toEqual(['shop not predicted'])
    expect(await predictDueShops({ ...context, db })).toBe(1)
    expect(await getPredictions.handle(ofShop(1), at(world))).toMatchObject({ ok: true })
  })

  test('leave out what is refunded, and who bought today', async () => {
    const world = createWorld()
    await openShops(world, 1)
    await applyAll(world, [
      purchase({ order: 1, customer: 1, day: '2026-06-01' }),
      purchase({ order: 2, customer: 2, day: '2026-06-01' }),
      purchase({ order: 2, customer: 2, day: '2026-06-01', eventNumber: 2, netPaidFen: 0 }),
      purchase({ order: 3, customer: 3, day: '2026-07-01' }),
    ])
    await predictDueShops(at(world))
    expect(await getPredictions.handle(ofShop(), at(world))).toMatchObject({ ok: true, reply: { customers: 1 } })
    // Who bought today is predicted as of today all the same.
    const today = { asOf: '2026-07-01', fittedAsOf: asOf, customerId: customerId(3) }
    expect(await getCustomerPrediction.handle(ofCustomer(3), at(world))).toMatchObject({ ok: true, reply: today })
  })
})
