import { expect, test } from 'vitest'
import { newNode } from '../../domain/referrals/chain-node.ts'
import { openShop } from '../../domain/shops/open-shop.ts'
import { nodeWrite } from '../../functions/referrals/chain-store.ts'
import { getReferrerRepurchase } from '../../functions/repurchase/get-referrer-repurchase.ts'
import { getShopRepurchase } from '../../functions/repurchase/get-shop-repurchase.ts'
import { Refused } from '../../functions/shared/http/refusals.ts'
import { shopWrites } from '../../functions/shops/shop-store.ts'
import { customerId, purchase, referrerId, shopId } from '../domain/repurchase/purchases.ts'
import { applyAll, createWorld } from './repurchase-world.ts'

const nobody = { query: {}, body: undefined, caller: undefined, raw: { headers: {}, body: Buffer.alloc(0) } }
const ofShop = { ...nobody, path: { shopId: shopId() } }
const ofReferrer = (number: number) => ({ ...nobody, path: { shopId: shopId(), customerId: referrerId(number) } })

async function createShop() {
  const world = createWorld()
  const command = { shopId: shopId(), name: '回头小店', ownerId: customerId(99), requestHash: 'hash' }
  const opening = openShop(undefined, command, 0, '2026-01-01T00:00:00.000Z')
  if (!opening.ok) throw new Error(opening.refusal.code)
  await world.db.transact(shopWrites(undefined, opening.events))
  return world
}

test('a shop’s summary is as of today on the shop’s calendar', async () => {
  const world = await createShop()
  const late = { ...world.context, now: () => '2026-03-31T16:00:00.000Z' }
  expect(await getShopRepurchase.handle(ofShop, late)).toMatchObject({ ok: true, reply: { asOf: '2026-04-01' } })
})

test('a referrer’s summary is over those whom the referrer introduced, and names the referrer', async () => {
  const world = await createShop()
  await applyAll(world, [
    purchase({ order: 1, customer: 1, introducer: 1 }),
    purchase({ order: 2, customer: 1, introducer: 1, day: '2026-03-11' }),
    purchase({ order: 3, customer: 2, introducer: 1 }),
    purchase({ order: 4, customer: 3 }),
  ])
  const later = { ...world.context, now: () => '2026-03-31T00:00:00.000Z' }
  const figures = { orders: 3, customers: 2, repeatCustomersByDay: 1, repurchaseRateByDay: 0.5 }
  const reply = { ...figures, referrerId: referrerId(1), secondPurchase: { n: 1, median: 10 } }
  expect(await getReferrerRepurchase.handle(ofReferrer(1), later)).toMatchObject({ ok: true, reply })
  const ofAll = { orders: 4, customers: 3, repurchaseRateByDay: 1 / 3 }
  expect(await getShopRepurchase.handle(ofShop, later)).toMatchObject({ ok: true, reply: ofAll })
})

test('a referrer’s chain has everybody below, as of now, beside those introduced directly', async () => {
  const world = await createShop()
  const below = { buyers: 8, repeatBuyers: 2, repeatBuyersByOrder: 4, orders: 15, purchaseDays: 11, amountFen: 900 }
  const node = newNode(shopId(), referrerId(1))
  const downstream = { ...node.downstream, people: 9, ...below }
  await world.db.transact([nodeWrite({ ...node, downstream })])
  const answer = await getReferrerRepurchase.handle(ofReferrer(1), world.context)
  expect(answer).toMatchObject({
    reply: {
      customers: 0,
      chain: {
        customers: 8,
        orders: 15,
        purchaseDays: 11,
        amountFen: 900,
        repeatCustomersByDay: 2,
        repeatCustomersByOrder: 4,
        repurchaseRateByDay: 0.25,
        repurchaseRateByOrder: 0.5,
        interval95: {
          repurchaseRateByDay: { n: 8, low: expect.closeTo(0.071, 3), high: expect.closeTo(0.591, 3) },
          repurchaseRateByOrder: { n: 8, low: expect.closeTo(0.215, 3), high: expect.closeTo(0.785, 3) },
        },
      },
    },
  })
  const past = { ...ofReferrer(1), query: { asOf: '2026-02-01' } }
  expect(await getReferrerRepurchase.handle(past, world.context)).toMatchObject({ reply: { chain: null } })
  const elsewhere = { ...nobody, path: { shopId: shopId(), customerId: '老客 #1' } }
  expect(await getReferrerRepurchase.handle(elsewhere, world.context)).toMatchObject({
    reply: { chain: { customers: 0, repurchaseRateByDay: null } },
  })
})

test('a past day has the figures of then, and a later one than today has none', async () => {
  const world = await createShop()
  await applyAll(world, [purchase({ order: 1, day: '2026-02-01' }), purchase({ order: 2, day: '2026-02-20' })])
  const asked = (asOf: string) => getShopRepurchase.handle({ ...ofShop, query: { asOf } }, world.context)
  expect(await asked('2026-02-19')).toMatchObject({ ok: true, reply: { asOf: '2026-02-19', orders: 1 } })
  expect(await asked('2026-02-20')).toMatchObject({ ok: true, reply: { orders: 2, repeatCustomersByDay: 1 } })
  expect(await asked('2026-03-02')).toEqual({ ok: false, refusal: { code: 'as_of_in_future', field: 'asOf' } })
})

test('who introduced nobody has zeros and no rate', async () => {
  const answer = await getReferrerRepurchase.handle(ofReferrer(2), (await createShop()).context)
  expect(answer).toMatchObject({ ok: true, reply: { customers: 0, repurchaseRateByDay: null } })
})

test('a reply passes its own shape', async () => {
  const answer = await getReferrerRepurchase.handle(ofReferrer(1), (await createShop()).context)
  if (!answer.ok) throw new Error('No answer')
  expect(getReferrerRepurchase.contract.reply.parse(answer.reply)).toEqual(answer.reply)
})

test('there are no figures of a shop that nobody has opened', async () => {
  const answer = getShopRepurchase.handle(ofShop, createWorld().context)
  await expect(answer).rejects.toThrow(new Refused('not_found'))
})
