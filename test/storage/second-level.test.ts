import { expect, test } from 'vitest'
import { OrderTerms } from '../../domain/orders/order.ts'
import { settlePayment } from '../../domain/orders/pay-order.ts'
import type { OtherTerms } from '../../domain/referrals/dry-run.ts'
import { LinkCode } from '../../domain/referrals/link.ts'
import { stranger } from '../../domain/referrals/member.ts'
import { leave, unbroken } from '../../domain/referrals/standing.ts'
import { addDays } from '../../domain/shared/time.ts'
import { openShop } from '../../domain/shops/open-shop.ts'
import { staffRoleWrite } from '../../functions/identity/role-store.ts'
import { loadOrder, orderWrites } from '../../functions/orders/order-store.ts'
import { applyCommission, type CommissionEvent } from '../../functions/referrals/apply-commission.ts'
import { loadCommissionHold } from '../../functions/referrals/commission-hold-store.ts'
import { decideCommissionHold } from '../../functions/referrals/decide-commission-hold.ts'
import { dryRunCommission } from '../../functions/referrals/dry-run-commission.ts'
import { listEntries, loadAccount } from '../../functions/referrals/ledger-store.ts'
import { deviceWrite } from '../../functions/referrals/mark-store.ts'
import { memberWrites } from '../../functions/referrals/member-store.ts'
import { loadSecondTerms } from '../../functions/referrals/second-terms.ts'
import { shopWrites } from '../../functions/shops/shop-store.ts'
import { credited, orderIn, payment, placedAt } from '../domain/orders/orders.ts'
import { customerId, holdDecisionId, orderId, shopId } from '../domain/shared/ids.ts'
import { memoryDatabase } from '../http-frame/world.ts'
import { contextOf } from '../support/context.ts'
import { commissionEvent, paidAt } from './commission-events.ts'

const database = memoryDatabase()

const [buyer, direct, introducer, staff] = [customerId(1), customerId(50), customerId(51), customerId(52)]

const event = (shop: ReturnType<typeof shopId>, type: CommissionEvent['type'], netFen?: number) =>
  commissionEvent(type, { shop, buyer, referrer: direct, introducer }, 1, netFen)

function scene(number: number) {
  const shop = shopId(number)
  const context = contextOf(database, () => addDays(paidAt, 8))
  const apply = async (...events: readonly CommissionEvent[]) => {
    for (const each of events) await applyCommission({ eventId: 'e', eventNumber: 1, event: each }, context)
  }
  const balances = async (of: typeof buyer) => {
    const { pendingFen, availableFen, heldFen } = await loadAccount(database, shop, of)
    return [pendingFen, availableFen, heldFen]
  }
  return { shop, context, apply, balances }
}

test('each who earns on an order is paid once by the same events, and both go back with a refund', async () => {
  const { shop, apply, balances } = scene(1)
  await apply(event(shop, 'order_paid'), event(shop, 'order_paid'))
  expect([await balances(direct), await balances(introducer)]).toEqual([
    [300, 0, 0],
    [150, 0, 0],
  ])
  const back = event(shop, 'order_refunded', 1_000)
  await apply(event(shop, 'order_completed'), back, back)
  expect([await balances(direct), await balances(introducer)]).toEqual([
    [0, 100, 0],
    [0, 50, 0],
  ])
  const { entries } = await listEntries(database, { shopId: shop, referrerId: introducer }, { limit: 9 }, true)
  expect(entries.map((entry) => [entry.kind, 'level' in entry && entry.level])).toEqual([
    ['accrued', 'second'],
    ['released', 'second'],
    ['reversed', 'second'],
  ])
})

test('a hold keeps back the commission of both, and the owner’s decision counts for both', async () => {
  const { shop, context, apply, balances } = scene(2)
  await database.transact([deviceWrite('vis_a', direct, paidAt)])
  await database.transact([deviceWrite('vis_a', buyer, paidAt)])
  await apply(event(shop, 'order_paid'))
  expect([await balances(direct), await balances(introducer)]).toEqual([
    [0, 0, 300],
    [0, 0, 150],
  ])
  const body = { decisionId: holdDecisionId(1), verdict: 'cleared', reason: '看过了' } as const
  const caller = { customerId: customerId(9), sessionId: 'ses', isOperator: false, roleInShop: 'owner' } as const
  const path = { shopId: shop, orderId: orderId() }
  const raw = { headers: {}, body: Buffer.alloc(0) }
  await decideCommissionHold.handle({ path, body, query: undefined, caller, raw }, context)
  expect([await balances(direct), await balances(introducer)]).toEqual([
    [300, 0, 0],
    [150, 0, 0],
  ])
})

test('a buyer on the introducer’s own device holds the commission of both, and the sign says of whom it is', async () => {
  const { shop, apply, balances } = scene(6)
  const [device, other] = [customerId(60), customerId(61)]
  for (const who of [introducer, device]) await database.transact([deviceWrite('vis_c', who, paidAt)])
  await database.transact([deviceWrite('vis_d', other, paidAt)])
  await apply({ ...event(shop, 'order_paid'), customerId: other })
  expect([await balances(direct), await balances(introducer)]).toEqual([
    [300, 0, 0],
    [150, 0, 0],
  ])
  await apply({ ...event(shop, 'order_paid'), customerId: device, orderId: orderId(2) })
  expect([await balances(direct), await balances(introducer)]).toEqual([
    [300, 0, 300],
    [150, 0, 150],
  ])
  const hold = await loadCommissionHold(database, shop, orderId(2))
  expect(hold).toMatchObject({ referrerId: direct, signals: [{ code: 'same_device', level: 'second' }] })
})

test('a dry run shows what introducers would have earned, where the deployment has a second level', async () => {
  const { db, dryRun } = await dryRunScene()
  const sums = { earnedFen: 0, wouldEarnFen: 154, differenceFen: 154 }
  const whole = { orders: 1, ...sums, referrers: [{ referrerId: introducer, orders: 1, ...sums }] }
  expect(await dryRun(true, {})).toMatchObject({ ok: true, reply: { orders: 1, second: whole } })
  expect(await dryRun(true, { secondLevelRateBps: 1_000 })).toMatchObject({ reply: { second: { wouldEarnFen: 309 } } })
  const off = await dryRun(false, {})
  expect(off.ok && off.reply).not.toHaveProperty('second')
  expect(await dryRun(false, { secondLevelRateBps: 1_000 })).toMatchObject({ refusal: { code: 'second_level_off' } })
  await db.transact(memberWrites(stranger(dryRunShop, introducer), leave(unbroken, paidAt)))
  // What was frozen on the order stands; nobody is second who has left.
  expect(await dryRun(true, {})).toMatchObject({ reply: { second: { wouldEarnFen: 154 } } })
})

const dryRunShop = shopId(1)
/** A shop with one paid order, in a table of its own. */
async function dryRunScene() {
  const db = memoryDatabase()
  const ids = { orderId: orderId(), shopId: dryRunShop }
  const opening = openShop(
    undefined,
    { shopId: dryRunShop, ownerId: staff, name: '茶', requestHash: 'hash' },
    0,
    placedAt,
  )
  if (!opening.ok) throw new Error('A shop opens')
  await db.transact(shopWrites(undefined, opening.events))
  const lines = orderIn.awaiting_payment.lines.map((line) => ({ ...line, commissionRateBps: 1_000 }))
  const rates = lines.map(({ skuId: of, commissionRateBps: rateBps }) => ({ skuId: of, rateBps }))
  const commission = { referrerId: direct, rates, second: { referrerId: introducer, rateBps: 500 } }
  const terms = OrderTerms.parse({ ...orderIn.awaiting_payment, ...ids, lines, attribution: credited, commission })
  await db.transact(orderWrites(undefined, [{ type: 'order_placed', at: placedAt, ...ids, terms }]))
  const order = await loadOrder(db, dryRunShop, orderId())
  if (order?.status !== 'awaiting_payment') throw new Error('It awaits payment')
  await db.transact(orderWrites(order, settlePayment(order, payment, null, true, payment.paidAt).events))
  await db.transact(memberWrites(stranger(dryRunShop, buyer), [introducedBy(direct, placedAt)]))
  const caller = { customerId: staff, sessionId: 'ses', isOperator: false, roleInShop: 'owner' } as const
  const dryRun = (isSecondLevelOn: boolean, body: OtherTerms) =>
    dryRunCommission.handle(
      { path: { shopId: dryRunShop }, query: {}, body, caller, raw: { headers: {}, body: Buffer.alloc(0) } },
      { ...contextOf(db, () => addDays(paidAt, 8)), isSecondLevelOn },
    )
  return { db, dryRun }
}

const introducedBy = (introducerId: typeof introducer, introducedAt: string) => {
  const linkCode = LinkCode.parse('000000000050')
  const introduction = { introducerId, linkCode, channel: 'group', introducedAt }
  return { type: 'customer_introduced', at: introducedAt, introduction, depth: 1 } as const
}

test('the second is who introduced the referrer to this shop, unless they are of its people', async () => {
  const [shop, other] = [shopId(3), shopId(4)]
  const introduced = (of: typeof shop, by: typeof introducer) =>
    database.transact(memberWrites(stranger(of, direct), [introducedBy(by, paidAt)]))
  await introduced(shop, introducer)
  await introduced(other, staff)
  await database.transact([staffRoleWrite(other, staff, paidAt)])
  const of = (where: typeof shop, rateBps: number) =>
    loadSecondTerms(database, { shopId: where, buyerId: buyer, attribution: credited, rateBps })
  expect(await of(shop, 500)).toEqual({ referrerId: introducer, rateBps: 500 })
  expect([await of(shop, 0), await of(other, 500), await of(shopId(5), 500)]).toEqual([null, null, null])
  await database.transact(memberWrites(stranger(shop, introducer), leave(unbroken, paidAt)))
  expect(await of(shop, 500)).toBeNull()
})
