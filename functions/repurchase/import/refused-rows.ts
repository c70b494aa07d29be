import * as z from 'zod'
import { rowReasons } from '../../../domain/repurchase/import/fields.ts'
import type { Reader } from '../../shared/storage.ts'
import { listRefused } from './import-store.ts'

/** A line that was left out, as it is shown. */
export const RefusedRow = z.object({
  line: z.int().min(1),
  reason: z.enum(Object.keys(rowReasons) as (keyof typeof rowReasons)[]),
  column: z.string(),
  meaning: z.string(),
})
type RefusedRow = z.infer<typeof RefusedRow>

/** What an import of one part has left out. @param linesBefore added to each line's number. */
export async function refusedRows(
  db: Reader,
  shopId: string,
  importId: string,
  linesBefore: number,
): Promise<RefusedRow[]> {
  const rows: RefusedRow[] = []
  for await (const lines of listRefused(db, shopId, importId))
    for (const [line, reason, column] of lines)
      rows.push({ line: line + linesBefore, reason, column, meaning: rowReasons[reason] })
  return rows
}
