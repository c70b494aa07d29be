import { isPaidOrder } from '../../domain/orders/order.ts'
import { type DisputedOrder, isOnReceipt } from '../../domain/referrals/dispute.ts'
import type { SecondTerms } from '../../domain/referrals/second-level.ts'
import type { CustomerId, OrderId, ShopId } from '../../domain/shared/ids.ts'
import { loadOrder } from '../orders/order-store.ts'
import { type Caller, signedIn } from '../shared/http/endpoint.ts'
import type { Reader } from '../shared/storage.ts'
import { loadMember } from './member-store.ts'
import { loadOrderCommission } from './order-commission-store.ts'

/** An order with whose it is, and as whom the caller looks at it. */
export type LookedAtOrder = {
  readonly order: DisputedOrder
  /** Whose the order is now: by its receipt, or by a dispute since. */
  readonly creditedTo: CustomerId | null
  /** What the second level earns by the terms frozen on the order. */
  readonly second: SecondTerms | undefined
  readonly isOfShop: boolean
}

/** An order whose receipt concerns the caller: one of the shop's people, or a referrer who is on it. */
export async function loadDisputedOrder(
  db: Reader,
  { shopId, orderId }: { readonly shopId: ShopId; readonly orderId: OrderId },
  caller: Caller | undefined,
): Promise<LookedAtOrder | undefined> {
  const { customerId: me, roleInShop, isOperator } = signedIn(caller)
  const [found, commission] = await Promise.all([
    loadOrder(db, shopId, orderId),
    loadOrderCommission(db, shopId, orderId),
  ])
  if (!found) return undefined
  const { customerId, placedAt, attribution, excludedFromFigures } = found
  const buyer = await loadMember(db, shopId, customerId)
  const order = {
    shopId,
    orderId,
    customerId,
    placedAt,
    attribution,
    introducerId: buyer.introduction?.introducerId,
    excludedFromFigures,
    isPaid: isPaidOrder(found),
  }
  const isOfShop = roleInShop !== undefined || isOperator
  if (!isOfShop && !isOnReceipt(order, me)) return undefined
  const creditedTo = commission === undefined ? (attribution.winner?.referrerId ?? null) : commission.referrerId
  return { order, creditedTo, second: found.commission?.second, isOfShop }
}
