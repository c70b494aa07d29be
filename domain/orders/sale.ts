import * as z from 'zod'
import { CommissionRates, CommissionTerms, commissionRates } from '../referrals/attribution.ts'
import { Channel, LinkCode } from '../referrals/link.ts'
import { assert } from '../shared/decision.ts'
import { Fen, sumFen } from '../shared/fen.ts'
import { CustomerId, ProductId, SkuId } from '../shared/ids.ts'
import { Day, Moment } from '../shared/time.ts'
import type { AfterSalesCase, CaseIn } from './after-sales.ts'
import { lineQuantityMax, linesMax } from './limits.ts'
import type { OrderLine, PaidOrder } from './order.ts'

/** What is left of one line of a sale. */
const SaleLine = z.object({
  productId: ProductId,
  skuId: SkuId,
  /** Units ordered, less those for which money went back. */
  quantity: z.int().min(0).max(lineQuantityMax),
  /** What was paid for the line, less what went back. */
  netFen: Fen,
  /** Postage and the like. */
  nonGoods: z.boolean(),
})
export type SaleLine = z.infer<typeof SaleLine>

/** What a paid order means to the ledger of commissions and to the figures, as it stands after the event that carries it:
 *  the whole truth, so that a consumer reads nothing of the order's own. */
export const Sale = z.object({
  customerId: CustomerId,
  /** All that is kept: the lines and the shipping fee. */
  netPaidFen: Fen,
  lines: z.array(SaleLine).min(1).max(linesMax),
  commission: CommissionTerms.nullable(),
  /** What it earns whoever is credited. */
  commissionRates: CommissionRates,
  /** Who won the attribution, by a visit or by the introduction, with the channel and the code of the link that did it. */
  referrerId: CustomerId.nullable(),
  channel: Channel.nullable(),
  linkCode: LinkCode.nullable(),
  /** Who introduced the buyer to the shop, as it stood at the payment. */
  introducerId: CustomerId.nullable(),
  excludedFromFigures: z.boolean(),
  /** When the buyer paid, by WeChat's clock: a settlement that comes late moves no sale to another day. */
  paidAt: Moment,
  /** Its day on the shop's calendar. */
  day: Day,
})
export type Sale = z.infer<typeof Sale>

type SoldTerms = Pick<
  PaidOrder,
  'customerId' | 'lines' | 'shippingFeeFen' | 'commission' | 'commissionCapFen' | 'attribution' | 'excludedFromFigures'
>
type PaymentFacts = Pick<PaidOrder, 'introducerId' | 'paidAt' | 'paidDay'>

/** The sale that an order is, with the cases of after-sales whose money has reached the buyer. */
export function saleOf(order: SoldTerms & PaymentFacts, cases: readonly AfterSalesCase[]): Sale {
  const refunded = cases.filter((each) => each.status === 'refunded')
  const lines = order.lines.map((line) => saleLine(line, refunded))
  const { customerId, commission, introducerId, excludedFromFigures, paidAt, paidDay: day } = order
  const { winner } = order.attribution
  const shippingFen = order.shippingFeeFen - sumFen(refunded.map(({ shippingFeeFen }) => shippingFeeFen))
  assert(shippingFen >= 0, 'no more of the shipping fee goes back than was paid')
  const netPaidFen = sumFen(lines.map(({ netFen }) => netFen)) + shippingFen
  const { referrerId = null, channel = null, linkCode = null } = winner ?? {}
  const who = { customerId, referrerId, channel, linkCode, introducerId }
  const earned = { commission, commissionRates: commissionRates(order.lines, order.commissionCapFen) }
  return { ...who, netPaidFen, lines, ...earned, excludedFromFigures, paidAt, day }
}

function saleLine(line: OrderLine, refunded: readonly CaseIn<'refunded'>[]): SaleLine {
  const { productId, skuId, nonGoods } = line
  const quantity = line.quantity - refunded.reduce((sum, each) => sum + unitsGone(each, skuId), 0)
  const netFen = line.amountFen - sumFen(refunded.map((each) => ofLine(each, skuId)?.amountFen ?? 0))
  assert(quantity >= 0 && netFen >= 0, 'no more of a line goes back than was sold')
  return { productId, skuId, quantity, netFen, nonGoods }
}

/** Units that a refund was about, or all that went on sale again with it, where that is more. */
function unitsGone(each: CaseIn<'refunded'>, skuId: SkuId): number {
  const back = each.unitsBack.find((units) => units.skuId === skuId)?.quantity ?? 0
  return Math.max(back, ofLine(each, skuId)?.quantity ?? 0)
}

const ofLine = ({ lines }: CaseIn<'refunded'>, skuId: SkuId) => lines.find((line) => line.skuId === skuId)
