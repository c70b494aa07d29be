import { addDays } from '../../domain/shared/time.ts'
import { CommissionEvent } from '../../functions/referrals/apply-commission.ts'
import {
  afterSalesId,
  type customerId,
  orderId,
  productId,
  refundNo,
  type shopId,
  skuId,
} from '../domain/shared/ids.ts'

export const paidAt = '2026-03-01T08:00:00.000Z'
/** Of the one line of the order. */
const paidFen = 3_000
const rates = [{ skuId: skuId(), rateBps: 1_000 }]

type Of = {
  readonly shop: ReturnType<typeof shopId>
  readonly buyer: ReturnType<typeof customerId>
  readonly referrer: ReturnType<typeof customerId>
  /** Who introduced the referrer, at five per cent. */
  readonly introducer?: ReturnType<typeof customerId>
}

/** An event of an order of 30 yuan at ten per cent, as the stream brings it; a refund leaves so much of it. */
export function commissionEvent(type: CommissionEvent['type'], of: Of, order = 1, netFen = paidFen): CommissionEvent {
  const second = of.introducer === undefined ? {} : { second: { referrerId: of.introducer, rateBps: 500 } }
  const refundFen = Math.max(1, paidFen - netFen)
  const about = { orderId: orderId(order), shopId: of.shop, customerId: of.buyer }
  const line = { productId: productId(), skuId: skuId(), quantity: 1, netFen, nonGoods: false }
  const credit = { referrerId: of.referrer, channel: 'group', linkCode: null, introducerId: null }
  const sale = { netPaidFen: netFen, lines: [line], paidAt, day: '2026-03-01', excludedFromFigures: false }
  const terms = { commission: { referrerId: of.referrer, rates, ...second }, commissionRates: { rates } }
  const refund = {
    ...{ afterSalesId: afterSalesId(), refundNo: refundNo(order), refundFen, refundedShippingFen: 0 },
    refundedLines: [{ skuId: skuId(), quantity: 0, amountFen: refundFen }],
    wasCompleted: true,
  }
  const at = type === 'order_paid' ? paidAt : addDays(paidAt, 7)
  return CommissionEvent.parse({
    ...{ type, at, ...about, ...credit, ...sale, ...terms },
    ...{ transactionId: 't', late: false, ...refund },
  })
}
