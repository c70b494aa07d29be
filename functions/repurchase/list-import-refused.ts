import * as z from 'zod'
import { SentPart } from '../../domain/repurchase/import/parts.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { pageOf } from '../shared/http/page.ts'
import type { Reader } from '../shared/storage.ts'
import { listParts, loadPartedFile } from './import/part-store.ts'
import { RefusedRow, refusedRows } from './import/refused-rows.ts'
import { importRefusals } from './refusals.ts'

/** Lines after which a page ends with the part that it is in: far under the 6 MB of an answer. */
const linesPerPage = 5_000

/** A cursor is the number of the last part on the page before. */
const Cursor = z.string().regex(/^\d{1,5}$/)

export const listImportRefused = endpoint(
  {
    summary: 'The lines of a file sent in parts that were left out, each with its number in the file and why.',
    path: z.strictObject({ shopId: ShopId, fileId: SentPart.shape.fileId }),
    query: z.strictObject({ cursor: Cursor.exactOptional() }),
    reply: pageOf(RefusedRow),
    status: 200,
    refusals: pick(importRefusals, 'import_not_found'),
  },
  async ({ path: { shopId, fileId }, query: { cursor = '0' } }, { db }) => {
    const file = await loadPartedFile(db, shopId, fileId)
    if (file === undefined) return { ok: false, refusal: { code: 'import_not_found' } }
    const { items, lastPart } = await readPage(db, shopId, fileId, Number(cursor))
    return { ok: true, reply: { items, ...(lastPart < file.partsDone ? { cursor: String(lastPart) } : {}) } }
  },
)

/** Lines of the parts after a number, part by part until there are enough. */
async function readPage(db: Reader, shopId: string, fileId: string, after: number) {
  const items: z.infer<typeof RefusedRow>[] = []
  let lastPart = after
  for (const { part, importId, linesBefore, refused } of await listParts(db, shopId, fileId, after)) {
    if (items.length >= linesPerPage) break
    if (refused > 0) items.push(...(await refusedRows(db, shopId, importId, linesBefore)))
    lastPart = part
  }
  return { items, lastPart }
}
