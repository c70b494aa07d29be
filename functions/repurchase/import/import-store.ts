import * as z from 'zod'
import type { RefusedLine } from '../../../domain/repurchase/import/take-rows.ts'
import { parseItem } from '../../shared/event-log.ts'
import { everyItem } from '../../shared/every-item.ts'
import type { Key, Reader, Write } from '../../shared/storage.ts'
import { Packed, pack, unpack } from './packed-text.ts'

/** How far the import of one file has come. */
export const Import = z.object({
  importId: z.string(),
  kind: z.enum(['orders', 'refunds']),
  /** The first line of the file, once it was read. */
  header: z.array(z.string()),
  /** What was read and taken in: to go on from there. */
  bytes: z.int().min(0),
  lines: z.int().min(0),
  /** Parts of the file that are done. */
  chunks: z.int().min(0),
  /** Lines below the header. */
  rows: z.int().min(0),
  /** Orders that this file brought. */
  orders: z.int().min(0),
  /** Lines left out. */
  refused: z.int().min(0),
  isDone: z.boolean(),
})
export type Import = z.infer<typeof Import>

const RefusedLines = z.custom<RefusedLine[]>(Array.isArray)

/** Refused lines of one item: deflated they come to some 40 kB. */
const refusedPerItem = 5_000
const digits = 8
const pad = (number: number): string => String(number).padStart(digits, '0')
const refusedPrefix = 'REFUSED#'

const keyOf = (shopId: string, importId: string, sk: string): Key => ({
  table: 'repurchase',
  pk: `IMPORT#${shopId}#${importId}`,
  sk,
})
const importKey = (shopId: string, importId: string) => keyOf(shopId, importId, 'IMPORT')

export const loadImport = async (db: Reader, shopId: string, importId: string): Promise<Import | undefined> =>
  parseItem(Import, await db.get(importKey(shopId, importId)))

/** Begins an import; refused where it has begun. */
export const importWrite = (shopId: string, begun: Import): Write => ({
  kind: 'create',
  name: 'import',
  key: importKey(shopId, begun.importId),
  attributes: begun,
})

/** Counts orders that a part of the file brings, in the transaction that brings them. */
export const countOrdersWrite = (shopId: string, importId: string, orders: number): Write => ({
  kind: 'update',
  name: 'import',
  key: importKey(shopId, importId),
  add: { orders },
})

/** Notes that one more part of the file is done, with what was left out of it; refused where it was noted before. */
export function checkpointWrites(
  shopId: string,
  before: Import,
  after: Omit<Import, 'importId' | 'kind' | 'orders' | 'chunks'>,
  refused: readonly RefusedLine[],
): Write[] {
  const { importId, chunks } = before
  const { header, bytes, lines, rows, refused: refusedCount, isDone } = after
  const items = Array.from({ length: Math.ceil(refused.length / refusedPerItem) }, (_, part): Write => {
    const attributes = pack(refused.slice(part * refusedPerItem, (part + 1) * refusedPerItem))
    const sk = `${refusedPrefix}${pad(chunks)}#${pad(part)}`
    return { kind: 'create', name: `refused ${part}`, key: keyOf(shopId, importId, sk), attributes }
  })
  const set = { header, bytes, lines, rows, refused: refusedCount, isDone, chunks: chunks + 1 }
  const guards = [{ attribute: 'chunks', is: '=', value: chunks }] as const
  return [{ kind: 'update', name: 'import', key: importKey(shopId, importId), set, guards }, ...items]
}

/** The lines that were left out, in the order of the file, an item's worth at a time. */
export async function* listRefused(db: Reader, shopId: string, importId: string): AsyncGenerator<RefusedLine[]> {
  const { table, pk } = importKey(shopId, importId)
  for await (const item of everyItem(db, { table, pk, sk: { beginsWith: refusedPrefix } }))
    yield RefusedLines.parse(unpack(Packed.parse(item)))
}
