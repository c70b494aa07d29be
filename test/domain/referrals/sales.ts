import type { CommissionTerms } from '../../../domain/referrals/attribution.ts'
import type { bookCommission } from '../../../domain/referrals/commission.ts'
import { customerId, orderId, refundNo, shopId, skuId } from '../shared/ids.ts'

export const referrerId = customerId(2)
export const now = '2026-03-01T08:00:00.000Z'
export type SaleEvent = Parameters<typeof bookCommission>[0]
export type RefundEvent = Extract<SaleEvent, { type: 'order_refunded' }>
export type Sale = Exclude<SaleEvent, RefundEvent>

/** Terms of the lines 1, 2 … by their rates; a line at 0 is not named. */
export const termsOf = (rates: readonly number[], capFen?: number): CommissionTerms => ({
  referrerId,
  rates: rates.map((rateBps, at) => ({ skuId: skuId(at + 1), rateBps })).filter(({ rateBps }) => rateBps > 0),
  ...(capFen === undefined ? {} : { capFen }),
})
export const linesOf = (netsFen: readonly number[]) => netsFen.map((netFen, at) => ({ skuId: skuId(at + 1), netFen }))

const about = { at: now, shopId: shopId(), orderId: orderId() }
/** An event of a sale whose lines 1, 2 … have so much left. */
export const sale = (type: Sale['type'], netsFen: readonly number[], commission: CommissionTerms | null): Sale => ({
  ...{ type, ...about, lines: linesOf(netsFen), commission },
})
/** A refund of one line, after which the lines have so much left. */
export const refund = (
  number: number,
  netsFen: readonly number[],
  back: { readonly line: number; readonly amountFen: number },
  wasCompleted: boolean,
  commission: CommissionTerms | null,
): RefundEvent => ({
  ...{ type: 'order_refunded', ...about, lines: linesOf(netsFen), commission, wasCompleted },
  refundNo: refundNo(number),
  refundedLines: [{ skuId: skuId(back.line), amountFen: back.amountFen }],
})
