import { type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import type { OrderEvent } from './events.ts'
import type { Order, OrderIn } from './order.ts'
import { hasUnitsToShip } from './refund-order.ts'
import { freshParcels, type Parcel, parcelsMax } from './shipment.ts'

type NotShippable = 'order_not_paid' | 'order_cancelled' | 'nothing_to_ship'
export type ShipRefusal = Refusal<
  NotShippable | 'already_shipped' | 'parcels_required' | 'parcels_not_expected' | 'too_many_parcels'
>
export type CorrectRefusal = Refusal<
  | NotShippable
  | 'order_not_shipped'
  | 'already_received'
  | 'parcels_not_expected'
  | 'shipment_incomplete'
  | 'shipment_already_corrected'
>

/** What the shop has sent: its parcels, and whether they are the last ones. No parcels where the goods were handed over
 *  to who fetched them, or are no goods. */
export type ShipOrder = { readonly parcels: readonly Parcel[]; readonly isLast: boolean }

/**
 * The shop hands the goods over: to a carrier, in parcels that may be told in several goes, or to the buyer.
 * What was told before is no news; a further parcel after the last one is refused.
 */
export function shipOrder(order: Order, sent: ShipOrder, now: string): Decision<OrderEvent, ShipRefusal> {
  const refusal = notShippable(order)
  if (refusal !== undefined) return refused(refusal)
  const mismatch = parcelMismatch(order, sent)
  if (mismatch !== undefined) return refused(mismatch, 'parcels')
  const { isLast } = sent
  const told = 'shipment' in order ? order.shipment : undefined
  const parcels = freshParcels(told?.parcels ?? [], sent.parcels)
  if ((told?.parcels.length ?? 0) + parcels.length > parcelsMax) return refused('too_many_parcels', 'parcels')
  if (!told) return decided({ type: 'order_shipped', at: now, ...ids(order), parcels, isLast })
  if (told.isComplete) return parcels.length === 0 ? decided() : refused('already_shipped')
  if (parcels.length === 0 && !isLast) return decided()
  return decided({ type: 'parcels_sent', at: now, ...ids(order), parcels, isLast })
}

/**
 * Tells all parcels of a complete shipment anew, once and until the receipt: WeChat allows no more. The same parcels are
 * no news.
 */
export function correctShipment(
  order: Order,
  parcels: readonly Parcel[],
  now: string,
): Decision<OrderEvent, CorrectRefusal> {
  const refusal = notShippable(order)
  if (refusal !== undefined) return refused(refusal)
  if (order.status === 'paid' || !('shipment' in order)) return refused('order_not_shipped')
  if (order.delivery.kind !== 'express') return refused('parcels_not_expected', 'parcels')
  const { shipment } = order
  const corrected = freshParcels([], parcels)
  const isSame = corrected.length === shipment.parcels.length && freshParcels(shipment.parcels, corrected).length === 0
  if (isSame) return decided()
  if (!shipment.isComplete) return refused('shipment_incomplete')
  if (shipment.correctedAt !== undefined) return refused('shipment_already_corrected')
  if (order.status !== 'shipped') return refused('already_received')
  return decided({ type: 'shipment_corrected', at: now, ...ids(order), parcels: corrected })
}

function notShippable(order: Order): NotShippable | undefined {
  switch (order.status) {
    case 'awaiting_payment':
      return 'order_not_paid'
    case 'cancelled':
    case 'cancelled_refunding':
    case 'cancelled_refunded':
      return 'order_cancelled'
    case 'refunded':
      return 'nothing_to_ship'
    case 'paid':
      return hasUnitsToShip(order) ? undefined : 'nothing_to_ship'
    case 'shipped':
    case 'received':
    case 'completed':
      return undefined
  }
}

function parcelMismatch(order: Order, { parcels, isLast }: ShipOrder) {
  if (order.delivery.kind === 'express') return parcels.length === 0 ? 'parcels_required' : undefined
  return parcels.length > 0 || !isLast ? 'parcels_not_expected' : undefined
}

const ids = ({ orderId, shopId }: Pick<OrderIn<'paid'>, 'orderId' | 'shopId'>) => ({ orderId, shopId })
