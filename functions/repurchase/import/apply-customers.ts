import type { ImportedOrder, Taken } from '../../../domain/repurchase/import/imported-order.ts'
import type { LineOf, RefusedLine } from '../../../domain/repurchase/import/take-rows.ts'
import type { ShopId } from '../../../domain/shared/ids.ts'
import { commitFact } from '../../shared/commit.ts'
import type { Context } from '../../shared/context.ts'
import { transactionWritesMax, type Write } from '../../shared/storage.ts'
import { countOrdersWrite } from './import-store.ts'
import { cellsPerNoteMax, noteWrite } from './pending-store.ts'
import { planCustomers } from './plan-customers.ts'

/** Rows of some customers, and how a row changes its order. */
export type CustomerRows<Row> = {
  readonly shopId: ShopId
  readonly importId: string
  readonly take: (order: ImportedOrder | undefined, row: Row) => Taken
  readonly rows: ReadonlyMap<string, readonly LineOf<Row>[]>
}
/** Told how many of the rows are taken in so far. */
type OnRows = { readonly onRows: (rows: number) => void }
export type AnyRow = { readonly orderId: string }
export type ImportContext = Pick<Context, 'db' | 'pause' | 'log' | 'randomCode'>

/** Two items each, and the count of orders and the notes beside them. */
const customersPerTransaction = 45
/** While the tables write for one, the next is made up. */
const lanes = 2
/** A transaction has 4 MB, and what names and keys take comes on top. */
const transactionBytesMax = 3_000_000
/** So that no two notes of a shop have one name, whoever writes them. */
const noteCodeLength = 16

/**
 * Takes the rows of customers in: what was imported of each, their histories, and a note of what that adds to the figures,
 * in one transaction for as many customers as it holds. Rows that are known already change nothing, so that a part of a
 * file may be done again after a crash.
 * @returns the lines that were left out.
 */
export async function applyCustomers<Row extends AnyRow>(
  context: ImportContext,
  { rows, onRows, ...facts }: CustomerRows<Row> & OnRows,
): Promise<RefusedLine[]> {
  const customers = [...rows]
  const refused: RefusedLine[] = []
  let taken = 0
  let done = 0
  const lane = async (): Promise<void> => {
    const some = new Map(customers.slice(taken, taken + customersPerTransaction))
    if (some.size === 0) return
    taken += some.size
    refused.push(...(await applyTogether(context, { ...facts, rows: some })))
    for (const { length } of some.values()) done += length
    onRows(done)
    return lane()
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return refused
}

/** In one transaction, or in two halves where it would be too large. */
async function applyTogether<Row extends AnyRow>(
  context: ImportContext,
  batch: CustomerRows<Row>,
): Promise<readonly RefusedLine[]> {
  const refused = await commitFact(context, async () => {
    const plan = await planCustomers(context, batch)
    const writes = [...plan.writes, ...otherWrites(context, batch, plan)]
    const isTooLarge = plan.bytes > transactionBytesMax || writes.length > transactionWritesMax
    if (isTooLarge && batch.rows.size > 1) return { reply: undefined }
    return { writes, reply: plan.refused }
  })
  if (refused !== undefined) return refused
  const customers = [...batch.rows]
  const half = Math.ceil(customers.length / 2)
  const first = await applyTogether(context, { ...batch, rows: new Map(customers.slice(0, half)) })
  return [...first, ...(await applyTogether(context, { ...batch, rows: new Map(customers.slice(half)) }))]
}

type Planned = Awaited<ReturnType<typeof planCustomers>>

function otherWrites(
  { randomCode }: ImportContext,
  { shopId, importId }: Pick<CustomerRows<AnyRow>, 'shopId' | 'importId'>,
  { changes, newOrders }: Planned,
): Write[] {
  const cells = [...changes].filter(([, change]) => change !== 0)
  const notes = Math.ceil(cells.length / cellsPerNoteMax)
  const noteId = `${importId}#${randomCode(noteCodeLength)}`
  return [
    ...Array.from({ length: notes }, (_, at) =>
      noteWrite(shopId, `${noteId}#${at}`, cells.slice(at * cellsPerNoteMax, (at + 1) * cellsPerNoteMax)),
    ),
    ...(newOrders === 0 ? [] : [countOrdersWrite(shopId, importId, newOrders)]),
  ]
}
