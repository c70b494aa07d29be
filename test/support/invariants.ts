import { chainViolations } from '../../simulate/chain-invariants.ts'
import { eventViolations } from '../../simulate/event-invariants.ts'
import { figureViolations } from '../../simulate/figure-invariants.ts'
import { type FullRead, readAll } from '../../simulate/full-read.ts'
import { funnelViolations } from '../../simulate/funnel-invariants.ts'
import { moneyViolations } from '../../simulate/money-invariants.ts'
import { stockViolations } from '../../simulate/stock-invariants.ts'
import type { MoneyOfPayment } from '../../simulate/wechat.ts'
import type { SharedBackend } from './backend.ts'
import type { TestDatabase } from './database.ts'
import { findPhoneTransaction } from './payment.ts'

type At = Pick<SharedBackend, 'wechatUrl'> & { readonly database: TestDatabase }

/** What is not as it must be in a back end at rest, by the same rules as in the simulation, shop by shop. */
export async function violationsOf(at: At): Promise<string[]> {
  const snapshot = await at.database.snapshot()
  const read = readAll({ items: (table) => snapshot[table] ?? [] })
  const payments = new Map<string, MoneyOfPayment>()
  for (const { state } of read.payments) payments.set(state.paymentNo, await moneyAtWechat(at, state.paymentNo))
  const shops = [...new Set(read.orders.map(({ state }) => state.shopId))]
  return [
    ...stockViolations(read),
    ...eventViolations(read),
    ...moneyViolations(read, { payments }),
    ...funnelViolations(read),
    ...shops.flatMap((shopId) => figureViolations(ofShop(read, shopId))),
    ...shops.flatMap((shopId) => chainViolations(ofShop(read, shopId))),
  ]
}

async function moneyAtWechat({ wechatUrl }: At, paymentNo: string): Promise<MoneyOfPayment> {
  const found = await findPhoneTransaction(wechatUrl, paymentNo)
  if (!found) return { refunds: new Map() }
  const { status, transactionId = '', totalFen, refunds } = found
  return {
    ...(status === 'paid' ? { transaction: { transactionId, totalFen } } : {}),
    refunds: new Map(refunds.map(({ outRefundNo, ...refund }) => [outRefundNo, refund])),
  }
}

/** Figures and chains are a shop's own. */
const ofShop = (read: FullRead, shopId: string): FullRead => ({
  ...read,
  orders: read.orders.filter(({ state }) => state.shopId === shopId),
  members: read.members.filter(({ state }) => state.shopId === shopId),
  repurchaseItems: read.repurchaseItems.filter(({ pk }) => pk.includes(shopId)),
})
