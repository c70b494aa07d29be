import { type Cells, difference, sumCells } from '../../../domain/repurchase/cells.ts'
import { contributions } from '../../../domain/repurchase/contributions.ts'
import { type PurchaseHistory, record } from '../../../domain/repurchase/history.ts'
import { importedPurchase } from '../../../domain/repurchase/import/imported-purchase.ts'
import { type RefusedLine, type TakenRows, takeRows } from '../../../domain/repurchase/import/take-rows.ts'
import type { ShopId } from '../../../domain/shared/ids.ts'
import type { Write } from '../../shared/storage.ts'
import { applyPurchases } from '../apply-purchase.ts'
import { historyWrite, loadHistories, loadHistory, type StoredHistory } from '../history-store.ts'
import type { AnyRow, CustomerRows, ImportContext } from './apply-customers.ts'
import { type ImportedCustomer, importedWrite, loadImported } from './imported-store.ts'

/** What the rows of some customers come to, for one transaction. */
export type PlannedCustomers = {
  readonly writes: readonly Write[]
  /** What the writes weigh, about. */
  readonly bytes: number
  /** What is to be added to the cells. */
  readonly changes: Cells
  readonly newOrders: number
  readonly refused: readonly RefusedLine[]
}

/** A history and what it becomes; after a merge two customers of a file may share one. */
type Owner = { readonly stored: StoredHistory; after: PurchaseHistory }

/** Reads what is known of the customers, and decides. */
export async function planCustomers<Row extends AnyRow>(
  context: ImportContext,
  batch: CustomerRows<Row>,
): Promise<PlannedCustomers> {
  const { shopId } = batch
  const imported = await loadImported(context.db, shopId, [...batch.rows.keys()])
  const taken = imported.map((known) => ({ known, ...takeAll(batch, known, new Set()) }))
  const withNews = taken.filter(({ changed }) => changed.length > 0).map(({ known }) => known.customerId)
  const owners = await loadOwners(context, shopId, withNews)
  const plans = taken.map((plan) => {
    const owner = owners.get(plan.known.customerId)
    return owner === undefined ? { ...plan, write: undefined } : planCustomer(batch, plan.known, owner)
  })
  const changes = [...new Set(owners.values())].filter(({ stored, after }) => after !== stored.history)
  const writes = [
    ...plans.flatMap(({ write }) => write?.write ?? []),
    ...changes.map(({ stored, after }) => ({
      ...historyWrite(after, stored, 0),
      name: `history ${after.customerId}`,
    })),
  ]
  return {
    writes,
    bytes: writes.reduce((sum, write) => sum + weigh(write), 0),
    changes: sumCells(
      changes.map(({ stored, after }) => difference(contributions(stored.history), contributions(after))),
    ),
    newOrders: plans.reduce((sum, { newOrders }) => sum + newOrders, 0),
    refused: plans.flatMap(({ refused }) => refused),
  }
}

const weigh = (write: Write): number => ('attributes' in write ? JSON.stringify(write.attributes).length : 0)

const takeAll = <Row extends AnyRow>(
  { rows, take }: CustomerRows<Row>,
  { customerId, orders }: ImportedCustomer,
  full: ReadonlySet<string>,
): TakenRows =>
  takeRows(orders, rows.get(customerId) ?? [], (order, row) =>
    full.has(row.orderId) ? { reason: 'customer_full', column: 'customer_id' } : take(order, row),
  )

/** Takes a customer's rows into the history; orders for which it has no room are left out, with all of their rows. */
function planCustomer<Row extends AnyRow>(batch: CustomerRows<Row>, known: ImportedCustomer, owner: Owner) {
  const full = new Set<string>()
  for (;;) {
    const taken = takeAll(batch, known, full)
    let after = owner.after
    const fullBefore = full.size
    for (const order of taken.changed) {
      const next = record(after, importedPurchase(order))
      if (next === 'full') full.add(order.orderId)
      else if (next !== 'unchanged') after = next
    }
    const write = importedWrite(batch.shopId, known.customerId, taken.orders.values(), known.version)
    if (write === undefined) for (const { orderId } of taken.changed) full.add(orderId)
    if (full.size > fullBefore) continue
    if (taken.changed.length === 0) return { known, ...taken, write: undefined }
    owner.after = after
    return { known, ...taken, write }
  }
}

/** The histories that the customers' purchases go to. One that a crash has left half folded is folded to its end first. */
async function loadOwners(
  context: ImportContext,
  shopId: ShopId,
  customerIds: readonly string[],
): Promise<Map<string, Owner>> {
  const owners = new Map<string, Owner>()
  const byOwner = new Map<string, Owner>()
  const histories = await loadHistories(context.db, shopId, customerIds)
  for (const [at, customerId] of customerIds.entries()) {
    let stored = histories[at]
    if (stored !== undefined && stored.folded > 0) {
      await applyPurchases(context, shopId, customerId, [])
      stored = await loadHistory(context.db, shopId, customerId)
    }
    if (stored === undefined) continue
    const owner = byOwner.get(stored.history.customerId) ?? { stored, after: stored.history }
    byOwner.set(stored.history.customerId, owner)
    owners.set(customerId, owner)
  }
  return owners
}
