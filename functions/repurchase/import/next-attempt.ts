import type { Reader } from '../../shared/storage.ts'
import { loadImport } from './import-store.ts'

/** The import to go on with for a file, and how many orders earlier ones of the same file have brought. */
export type Attempt = { readonly importId: string; readonly ordersBefore: number }

/**
 * A file that was taken in whole is done for ever. One that had lines left out is gone through again: the order of a refund
 * may have come since, with another file. What was taken in before is known and changes nothing.
 * @param fileId the same for the same file.
 */
export async function nextAttempt(db: Reader, shopId: string, fileId: string): Promise<Attempt> {
  let ordersBefore = 0
  for (let attempt = 1; ; attempt++) {
    const importId = `${fileId}-${attempt}`
    const known = await loadImport(db, shopId, importId)
    if (known === undefined || !known.isDone || known.refused === 0) return { importId, ordersBefore }
    ordersBefore += known.orders
  }
}
