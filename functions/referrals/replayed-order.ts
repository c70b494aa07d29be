import type { PaidOrder } from '../../domain/orders/order.ts'
import { saleOf } from '../../domain/orders/sale.ts'
import type { ReplayedOrder, ReplayedSecond } from '../../domain/referrals/dry-run.ts'
import type { OrderCommission } from '../../domain/referrals/order-commission.ts'
import type { Introducer } from '../../domain/referrals/second-level.ts'
import type { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import type { Reader } from '../shared/storage.ts'
import { loadMember, loadMembers } from './member-store.ts'
import { loadOrderCommissions } from './order-commission-store.ts'
import { loadIntroducer } from './second-terms.ts'

/** A paid order with what it was credited by. @param secondRateBps the shop's; undefined: no second level is looked at. */
export async function loadReplayed(
  db: Reader,
  order: PaidOrder,
  secondRateBps: number | undefined,
): Promise<ReplayedOrder> {
  const { shopId, orderId, customerId, placedAt, attribution, commissionCapFen: capFen } = order
  const [{ introduction }, { direct, second }] = await Promise.all([
    loadMember(db, shopId, customerId),
    loadOrderCommissions(db, shopId, orderId),
  ])
  const rateOf = new Map(order.lines.map(({ skuId, commissionRateBps }) => [skuId, commissionRateBps]))
  const lines = saleOf(order, order.afterSales).lines.map(({ productId, skuId, netFen }) => ({
    ...{ productId, skuId, netFen },
    commissionRateBps: rateOf.get(skuId) ?? 0,
  }))
  const replayed = { customerId, placedAt, attribution, introduction, lines, capFen, earned: earnedOf(direct) }
  if (secondRateBps === undefined) return replayed
  const facts: ReplayedSecond = {
    ...(order.commission ? { frozen: order.commission.second ?? null } : {}),
    rateBps: secondRateBps,
    introducers: await loadIntroducers(db, shopId, referrersOf(replayed), placedAt),
    earned: earnedOf(second),
  }
  return { ...replayed, second: facts }
}

function earnedOf(commission: OrderCommission | undefined): ReplayedOrder['earned'] {
  const referrerId = commission?.hold === 'forfeited' ? null : (commission?.referrerId ?? null)
  return commission && referrerId !== null ? { referrerId, fen: commission.accruedFen } : null
}

/** All who may be credited under some terms: no more than visits are read of a buyer, and the introducer. */
function referrersOf({ attribution: { winner, losers }, introduction }: ReplayedOrder): CustomerId[] {
  const visited = [...losers, ...(winner ? [winner] : [])].map(({ referrerId }) => referrerId)
  return [...new Set([...visited, ...(introduction ? [introduction.introducerId] : [])])]
}

/** Who had introduced them by then, as those stand now. */
async function loadIntroducers(
  db: Reader,
  shopId: ShopId,
  referrers: readonly CustomerId[],
  placedAt: string,
): Promise<ReadonlyMap<CustomerId, Introducer>> {
  const members = await loadMembers(db, shopId, referrers)
  const introduced = await Promise.all(
    [...members].flatMap(([referrerId, { introduction }]) =>
      introduction && introduction.introducedAt <= placedAt
        ? [loadIntroducer(db, shopId, introduction).then((introducer) => [referrerId, introducer] as const)]
        : [],
    ),
  )
  return new Map(introduced)
}
