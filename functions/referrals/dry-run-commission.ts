import * as z from 'zod'
import type { Order, PaidOrder } from '../../domain/orders/order.ts'
import { saleOf } from '../../domain/orders/sale.ts'
import { Comparison, compareTerms, OtherTerms, type ReplayedOrder } from '../../domain/referrals/dry-run.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { addDays, Moment } from '../../domain/shared/time.ts'
import { listShopOrdersByAge } from '../orders/order-lists.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageLimitMax } from '../shared/http/page.ts'
import type { Reader } from '../shared/storage.ts'
import { loadMember } from './member-store.ts'
import { loadOrderCommission } from './order-commission-store.ts'

/** A month of orders shows what other terms would do; older ones were placed for another season. */
const replayedDays = 30
/** Pages of orders that one answer goes through: some 500 orders are a second or two. */
const pagesPerAnswer = 5

export const dryRunCommission = endpoint(
  {
    summary:
      'Replays the shop’s orders of the last 30 days under other terms, without any effect: who would have earned what, against what they earned. With a cursor there is more: the sums of all parts add up.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery.pick({ cursor: true }),
    body: OtherTerms,
    reply: z.object({
      /** Orders placed from then on. */
      from: Moment,
      ...Comparison.shape,
      cursor: z.string().exactOptional(),
    }),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId }, query, body }, context) => {
    // The same moment all day, so that a cursor goes on in the list that it was made for.
    const from = `${addDays(context.now(), -replayedDays).slice(0, 10)}T00:00:00.000Z`
    const replayed: ReplayedOrder[] = []
    let next: { readonly cursor?: string } = query
    for (let page = 0; page < pagesPerAnswer; page++) {
      const { orders, ...rest } = await listShopOrdersByAge(
        context.db,
        shopId,
        { from },
        { limit: pageLimitMax, ...next },
      )
      replayed.push(...(await Promise.all(orders.filter(isPaid).map((order) => replayedOrder(context.db, order)))))
      next = rest
      if (next.cursor === undefined) break
    }
    return { ok: true, reply: { from, ...compareTerms(replayed, body), ...next } }
  },
)

const isPaid = (order: Order): order is PaidOrder => 'netPaidFen' in order

async function replayedOrder(db: Reader, order: PaidOrder): Promise<ReplayedOrder> {
  const { shopId, orderId, customerId, placedAt, attribution, commissionCapFen: capFen } = order
  const [member, commission] = await Promise.all([
    loadMember(db, shopId, customerId),
    loadOrderCommission(db, shopId, orderId),
  ])
  const rateOf = new Map(order.lines.map(({ skuId, commissionRateBps }) => [skuId, commissionRateBps]))
  const lines = saleOf(order, order.afterSales).lines.map(({ productId, skuId, netFen }) => ({
    ...{ productId, skuId, netFen },
    commissionRateBps: rateOf.get(skuId) ?? 0,
  }))
  const referrerId = commission?.hold === 'forfeited' ? null : (commission?.referrerId ?? null)
  const earned = commission && referrerId !== null ? { referrerId, fen: commission.accruedFen } : null
  return { customerId, placedAt, attribution, introduction: member.introduction, lines, capFen, earned }
}
