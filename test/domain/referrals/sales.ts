import type { CommissionRates, CommissionTerms } from '../../../domain/referrals/attribution.ts'
import { LedgerEntry } from '../../../domain/referrals/ledger.ts'
import { noteSale, OrderCommission, type SaleEvent } from '../../../domain/referrals/order-commission.ts'
import { customerId, orderId, refundNo, shopId, skuId } from '../shared/ids.ts'

export const referrerId = customerId(2)
export const now = '2026-03-01T08:00:00.000Z'
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
/** Credited to the referrer of the terms, or to nobody. */
export const credit = ({
  referrerId: to,
  second,
  ...commissionRates
}: CommissionRates & { referrerId: CommissionTerms['referrerId'] | null; second?: CommissionTerms['second'] }) => ({
  commission: to === null ? null : { referrerId: to, ...(second ? { second } : {}) },
  commissionRates,
})
type Terms = Parameters<typeof credit>[0]

/** An event of a sale whose lines 1, 2 … have so much left. */
export const sale = (type: Sale['type'], netsFen: readonly number[], terms: Terms): Sale => ({
  ...{ type, ...about, lines: linesOf(netsFen), ...credit(terms) },
})
/** A refund of one line, after which the lines have so much left. */
export const refund = (
  number: number,
  netsFen: readonly number[],
  back: { readonly line: number; readonly amountFen: number },
  terms: Terms,
): RefundEvent => ({
  ...{ type: 'order_refunded', ...about, lines: linesOf(netsFen), ...credit(terms) },
  refundNo: refundNo(number),
  refundedLines: [{ skuId: skuId(back.line), amountFen: back.amountFen }],
})

/** The order's commission after these events, and the entries that they made; throws where one of them would be read back
 *  as something else. */
export const booked = (...events: readonly SaleEvent[]) => from(undefined, ...events)

/** The same, from a state on. */
export function from(before: OrderCommission | undefined, ...events: readonly SaleEvent[]) {
  const entries: LedgerEntry[] = []
  let state = before
  for (const event of events) {
    const step = noteSale(state, event)
    if (!step) continue
    state = OrderCommission.parse(step.after)
    entries.push(...step.entries.map((entry) => LedgerEntry.parse(entry)))
  }
  if (!state) throw new Error('No event, no commission')
  return { state, entries }
}

/** What entries come to in one account. */
export const sumOf = (entries: readonly LedgerEntry[], kind: string, of?: string): number =>
  entries
    .flatMap(({ postings }) => postings)
    .filter(
      ({ account }) =>
        account.kind === kind && (of === undefined || account.kind === 'shop' || account.referrerId === of),
    )
    .reduce((sum, { amountFen }) => sum + amountFen, 0)
