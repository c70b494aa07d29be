import { Readable } from 'node:stream'
import type { FileKind } from '../../domain/repurchase/import/columns.ts'
import { importFile } from '../../functions/repurchase/import/import-file.ts'
import type { Import } from '../../functions/repurchase/import/import-store.ts'
import { shopId } from '../domain/repurchase/purchases.ts'
import { createWorld, type World } from './repurchase-world.ts'

export type ImportWorld = World & {
  /** Transactions to come that fail, counted from the next: before they write, or after. */
  readonly crashes: Map<number, 'before' | 'after'>
  readonly importContext: World['context']
}

export class Crash extends Error {}

/** A table whose process dies at the transactions named. */
export function createImportWorld(): ImportWorld {
  const world = createWorld()
  const crashes = new Map<number, 'before' | 'after'>()
  let transactions = 0
  let codes = 0
  const { db } = world.context
  const importContext = {
    ...world.context,
    randomCode: (length: number) => String(++codes).padStart(length, '0'),
    db: {
      ...db,
      transact: async (writes: Parameters<typeof db.transact>[0]) => {
        const crash = crashes.get(++transactions)
        if (crash === 'before') throw new Crash()
        const outcome = await db.transact(writes)
        if (crash === 'after') throw new Crash()
        return outcome
      },
    },
  }
  return { ...world, crashes, importContext }
}

export type TestFile = {
  readonly text: string
  readonly importId?: string
  readonly kind?: FileKind
  readonly rowsPerChunk?: number
  readonly timeZone?: string
}

/** Imports a file, again and again where the process dies. */
export async function importText(world: ImportWorld, file: TestFile): Promise<Import> {
  try {
    return await importOnce(world, file)
  } catch (error) {
    if (!(error instanceof Crash)) throw error
    return importText(world, file)
  }
}

/** @throws Crash where the process dies. */
export function importOnce(world: ImportWorld, file: TestFile): Promise<Import> {
  const { text, importId = text, kind = 'orders', rowsPerChunk = 1_000, timeZone = 'Asia/Shanghai' } = file
  const bytes = Buffer.from(text)
  return importFile(world.importContext, {
    shopId: shopId(),
    importId,
    kind,
    rowsPerChunk,
    calendar: { timeZone, today: '2026-11-22' },
    open: (fromByte) => Readable.from([bytes.subarray(fromByte)], { objectMode: false }),
  })
}
