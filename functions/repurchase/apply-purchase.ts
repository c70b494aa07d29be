import { type Purchase, type PurchaseEvent, purchaseOf, record } from '../../domain/repurchase/history.ts'
import type { ShopId } from '../../domain/shared/ids.ts'
import type { Context } from '../shared/context.ts'
import type { Apply } from '../shared/stream.ts'
import { beginFold, foldChange } from './fold.ts'
import { loadHistory } from './history-store.ts'

/**
 * Folds an order's event into the customer's history, and what that changes into the cells, in one transaction. An event
 * that changes nothing (a repeat, or overruled by a later one of its order) writes nothing.
 */
export const applyPurchase: Apply<PurchaseEvent> = (stored, context) => {
  const { shopId, customerId } = stored.event
  return applyPurchases(context, shopId, customerId, [purchaseOf(stored)])
}

/** Folds what is known of some orders of one customer, all at once. What has no room in the history is logged. */
export async function applyPurchases(
  context: Pick<Context, 'db' | 'pause' | 'log'>,
  shopId: ShopId,
  customerId: string,
  purchases: readonly Purchase[],
): Promise<void> {
  const left = await foldChange(
    context,
    () => loadHistory(context.db, shopId, customerId),
    async (stored) => {
      let after = stored.history
      const full: string[] = []
      for (const purchase of purchases) {
        const next = record(after, purchase)
        if (next === 'full') full.push(purchase.orderId)
        else if (next !== 'unchanged') after = next
      }
      return after === stored.history ? { answer: full } : { fold: beginFold(stored, after), answer: full }
    },
  )
  for (const orderId of left)
    context.log.error('purchase left out: the history is full', { shopId, customerId, orderId })
}
