import { contributions, difference } from '../../domain/repurchase/contributions.ts'
import { type PurchaseEvent, record } from '../../domain/repurchase/history.ts'
import { commit } from '../shared/commit.ts'
import type { Apply } from '../shared/stream.ts'
import { cellWrites } from './cell-store.ts'
import { historyWrite, loadHistory } from './history-store.ts'

/**
 * Folds an order's event into the customer's history, and what that changes into the cells, in one transaction. An event
 * that changes nothing (a repeat, or overruled by a later one of its order) writes nothing.
 */
export const applyPurchase: Apply<PurchaseEvent> = async (stored, context) => {
  const { shopId, customerId, orderId } = stored.event
  await commit(context, async () => {
    const before = await loadHistory(context.db, shopId, customerId)
    const after = record(before?.history, stored)
    if (after === 'full') context.log.error('purchase left out: the history is full', { shopId, customerId, orderId })
    if (after === 'full' || after === 'unchanged') return { reply: undefined }
    const changes = difference(contributions(before?.history), contributions(after))
    const writes = [historyWrite(after, before?.version ?? 0), ...cellWrites(shopId, customerId, changes)]
    return { writes, reply: undefined }
  })
}
