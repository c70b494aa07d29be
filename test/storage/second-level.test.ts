import { afterAll, beforeAll, expect, test } from 'vitest'
import { LinkCode } from '../../domain/referrals/link.ts'
import { stranger } from '../../domain/referrals/member.ts'
import { addDays } from '../../domain/shared/time.ts'
import { staffRoleWrite } from '../../functions/identity/role-store.ts'
import { applyCommission, CommissionEvent } from '../../functions/referrals/apply-commission.ts'
import { decideCommissionHold } from '../../functions/referrals/decide-commission-hold.ts'
import { listEntries, loadAccount } from '../../functions/referrals/ledger-store.ts'
import { deviceWrite } from '../../functions/referrals/mark-store.ts'
import { memberWrites } from '../../functions/referrals/member-store.ts'
import { loadSecondTerms } from '../../functions/referrals/second-terms.ts'
import { credited } from '../domain/orders/orders.ts'
import { customerId, holdDecisionId, orderId, productId, refundNo, shopId, skuId } from '../domain/shared/ids.ts'
import { contextOf } from '../support/context.ts'
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../support/embedded-database.ts'

let at: EmbeddedDatabase
beforeAll(async () => {
  at = await startEmbeddedDatabase()
})
afterAll(() => at.close())

const paidAt = '2026-03-01T08:00:00.000Z'
const [buyer, direct, introducer, staff] = [customerId(1), customerId(50), customerId(51), customerId(52)]

function event(shop: ReturnType<typeof shopId>, type: CommissionEvent['type'], netFen = 3_000): CommissionEvent {
  const rates = [{ skuId: skuId(), rateBps: 1_000 }]
  const second = { referrerId: introducer, rateBps: 500 }
  const line = { productId: productId(), skuId: skuId(), quantity: 1, netFen, nonGoods: false }
  const backFen = Math.max(1, 3_000 - netFen)
  return CommissionEvent.parse({
    ...{ type, at: type === 'order_paid' ? paidAt : addDays(paidAt, 7), orderId: orderId(), shopId: shop },
    ...{ customerId: buyer, netPaidFen: netFen, lines: [line], commission: { referrerId: direct, rates, second } },
    ...{ commissionRates: { rates }, referrerId: direct, channel: 'group', linkCode: null, introducerId: null },
    ...{ excludedFromFigures: false, paidAt, day: '2026-03-01', transactionId: 't', late: false },
    ...{ afterSalesId: 'afs_00000000000000000000000001', refundNo: refundNo(), refundFen: backFen },
    ...{ refundedLines: [{ skuId: skuId(), quantity: 0, amountFen: backFen }], refundedShippingFen: 0 },
    wasCompleted: true,
  })
}

function scene(number: number) {
  const shop = shopId(number)
  const context = contextOf(at.database, () => addDays(paidAt, 8))
  const apply = async (...events: readonly CommissionEvent[]) => {
    for (const each of events) await applyCommission({ eventId: 'e', eventNumber: 1, event: each }, context)
  }
  const balances = async (of: typeof buyer) => {
    const { pendingFen, availableFen, heldFen } = await loadAccount(at.database, shop, of)
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
  const { entries } = await listEntries(at.database, { shopId: shop, referrerId: introducer }, { limit: 9 }, true)
  expect(entries.map((entry) => [entry.kind, 'level' in entry && entry.level])).toEqual([
    ['accrued', 'second'],
    ['released', 'second'],
    ['reversed', 'second'],
  ])
})

test('a hold keeps back the commission of both, and the owner’s decision counts for both', async () => {
  const { shop, context, apply, balances } = scene(2)
  await at.database.transact([deviceWrite('vis_a', direct, paidAt)])
  await at.database.transact([deviceWrite('vis_a', buyer, paidAt)])
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

test('the second is who introduced the referrer to this shop, unless they are of its people', async () => {
  const [shop, other] = [shopId(3), shopId(4)]
  const introduced = async (of: typeof shop, by: typeof introducer) => {
    const introduction = {
      ...({
        introducerId: by,
        linkCode: LinkCode.parse('000000000050'),
        channel: 'group',
        introducedAt: paidAt,
      } as const),
    }
    const events = [{ type: 'customer_introduced', at: paidAt, introduction, depth: 1 } as const]
    await at.database.transact(memberWrites(stranger(of, direct), events))
  }
  await introduced(shop, introducer)
  await introduced(other, staff)
  await at.database.transact([staffRoleWrite(other, staff, paidAt)])
  const of = (where: typeof shop, rateBps: number) =>
    loadSecondTerms(at.database, { shopId: where, buyerId: buyer, attribution: credited, rateBps })
  expect(await of(shop, 500)).toEqual({ referrerId: introducer, rateBps: 500 })
  expect([await of(shop, 0), await of(other, 500), await of(shopId(5), 500)]).toEqual([null, null, null])
})
