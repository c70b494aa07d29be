import * as z from 'zod'
import { Fen, PositiveFen, sumFen } from '../shared/fen.ts'
import { AfterSalesId, RefundNo, SkuId } from '../shared/ids.ts'
import { lineOfText } from '../shared/text.ts'
import { addDays, addMinutes, Moment } from '../shared/time.ts'
import { lineQuantityMax, linesMax } from './limits.ts'

/** Cases that a buyer may open on one order, so that nobody can use up what the shop's own refunds need. */
export const requestsMax = 20
/** Cases of one order in all: WeChat gives money back on a payment 50 times. */
export const casesMax = 50
/** Days in which the buyer hands over what is to come back; then the case lapses. */
export const returnDays = 7
/** WeChat wants a minute between two refunds of a payment. They are sent by a sweep each minute, which may be a moment
 *  early or late, so another one is asked for. */
const refundSpacingMinutes = 2

/** What is to be given back for one line: money, and the units that it is about (none where the price is reduced). */
export const AfterSalesLine = z.strictObject({
  skuId: SkuId,
  quantity: z.int().min(0).max(lineQuantityMax),
  amountFen: PositiveFen,
})
export type AfterSalesLine = z.infer<typeof AfterSalesLine>
export const AfterSalesLines = z.array(AfterSalesLine).max(linesMax)
/** What is asked for: of lines, of the shipping fee, or of both. */
export const AskedRefund = { lines: AfterSalesLines, shippingFeeFen: Fen.default(0) }
type AskedRefund = { readonly lines: readonly AfterSalesLine[]; readonly shippingFeeFen: number }
export const asksForSomething = ({ lines, shippingFeeFen }: AskedRefund): boolean =>
  lines.length > 0 || shippingFeeFen > 0
export const AfterSalesKind = z.enum(['refund_only', 'return_and_refund'])
/** What buyer or shop say about it. */
export const AfterSalesReason = lineOfText.min(1).max(200)

/** How goods come back: the carrier as the buyer names it. */
export const ReturnParcel = z.strictObject({
  carrier: lineOfText.min(1).max(32),
  trackingNo: z.string().regex(/^[A-Za-z0-9-]{4,64}$/),
})
export type ReturnParcel = z.infer<typeof ReturnParcel>

/** What a case is about; fixed when it is opened. */
export const AfterSalesTerms = z.object({
  afterSalesId: AfterSalesId,
  kind: AfterSalesKind,
  lines: AfterSalesLines,
  /** What goes back of the shipping fee. */
  shippingFeeFen: Fen,
  /** Sum of the lines and of that. */
  refundFen: PositiveFen,
  reason: AfterSalesReason,
  openedBy: z.enum(['customer', 'shop']),
  openedAt: Moment,
  requestHash: z.string(),
})
export type AfterSalesTerms = z.infer<typeof AfterSalesTerms>

export const Units = z.object({ skuId: SkuId, quantity: z.int().min(1) })
export type Units = z.infer<typeof Units>

const state = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.object({ ...AfterSalesTerms.shape, ...shape })
/** Until when the shop is to answer, and whether it has let that pass. */
const answer = { answerBy: Moment, isEscalated: z.boolean() }
const refund = {
  refundNo: RefundNo,
  /** When WeChat is asked for it first. */
  sendAt: Moment,
  /** Units that went back on sale with it. */
  unitsBack: z.array(Units),
}

/** A case of after-sales. The first three and `refunding` are open: the order is not completed before they end. */
export const AfterSalesCase = z.discriminatedUnion('status', [
  state({ status: z.literal('requested'), ...answer }),
  state({ status: z.literal('awaiting_return'), returnBy: Moment }),
  state({ status: z.literal('returning'), parcel: ReturnParcel, ...answer }),
  state({ status: z.literal('refunding'), ...refund }),
  state({ status: z.literal('refunded'), ...refund, refundedAt: Moment }),
  state({ status: z.literal('rejected'), rejectReason: AfterSalesReason, rejectedAt: Moment }),
  /** By the buyer, or lapsed because nothing came back. */
  state({ status: z.literal('cancelled'), cancelledBy: z.enum(['customer', 'time']), cancelledAt: Moment }),
])
export type AfterSalesCase = z.infer<typeof AfterSalesCase>
export type CaseIn<Status extends AfterSalesCase['status']> = Extract<AfterSalesCase, { status: Status }>
type Cases = readonly AfterSalesCase[]

/** When a request, or a parcel that is on its way back, is to be answered by: the shop's days as frozen on the order. */
export const answerDeadline = (order: { readonly afterSalesAnswerDays: number }, now: string): string =>
  addDays(now, order.afterSalesAnswerDays)
export const returnDeadline = (now: string): string => addDays(now, returnDays)

/** A case that still claims its money and units: all but the rejected and the cancelled. */
const isClaiming = ({ status }: AfterSalesCase): boolean => status !== 'rejected' && status !== 'cancelled'
export const isOpen = (each: AfterSalesCase): boolean => isClaiming(each) && each.status !== 'refunded'
/** A case that the shop is to answer: a request, or goods that are on their way back. */
export const isUnanswered = (each: AfterSalesCase): each is CaseIn<'requested' | 'returning'> => 'isEscalated' in each
const isGranted = (each: AfterSalesCase): each is CaseIn<'refunding' | 'refunded'> =>
  each.status === 'refunding' || each.status === 'refunded'

/** What cases claim of a variant: nobody else can claim it. */
export function claimed(cases: Cases, skuId: SkuId): { readonly quantity: number; readonly amountFen: number } {
  const lines = cases.filter(isClaiming).flatMap((each) => each.lines.filter((line) => line.skuId === skuId))
  const quantity = lines.reduce((sum, line) => sum + line.quantity, 0)
  return { quantity, amountFen: sumFen(lines.map(({ amountFen }) => amountFen)) }
}

/** What cases claim of the shipping fee, likewise. */
export const claimedShippingFen = (cases: Cases): number =>
  sumFen(cases.filter(isClaiming).map(({ shippingFeeFen }) => shippingFeeFen))

/** Money of the lines that has gone back or is on its way. */
export const grantedGoodsFen = (cases: Cases): number => sumFen(cases.filter(isGranted).map(goodsFen))
export const goodsFen = ({ lines }: Pick<AskedRefund, 'lines'>): number =>
  sumFen(lines.map(({ amountFen }) => amountFen))

/** All money that has gone back or is on its way. */
export const grantedFen = (cases: Cases): number => sumFen(cases.filter(isGranted).map(({ refundFen }) => refundFen))

/** Units of a variant that have gone back on sale. */
export const unitsBack = (cases: Cases, skuId: SkuId): number =>
  cases
    .filter(isGranted)
    .flatMap((each) => each.unitsBack.filter((units) => units.skuId === skuId))
    .reduce((sum, { quantity }) => sum + quantity, 0)

/** When WeChat may be asked for one more refund of the order. */
export function nextSendAt(cases: Cases, now: string): string {
  const lastAt = cases.filter(isGranted).reduce((last, { sendAt }) => (sendAt > last ? sendAt : last), '')
  const freeAt = lastAt === '' ? now : addMinutes(lastAt, refundSpacingMinutes)
  return freeAt > now ? freeAt : now
}

/** When the clock has something to do with a case: a silent shop's is escalated, a silent buyer's lapses. */
export function caseDueMoment(each: AfterSalesCase): string | undefined {
  if (each.status === 'awaiting_return') return each.returnBy
  return isUnanswered(each) && !each.isEscalated ? each.answerBy : undefined
}
