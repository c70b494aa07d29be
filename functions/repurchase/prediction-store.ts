import * as z from 'zod'
import { ShopPrediction, StoredScale } from '../../domain/repurchase/prediction/shop-prediction.ts'
import { InvalidCursor } from '../shared/dynamo-expressions.ts'
import { parseItem } from '../shared/event-log.ts'
import type { PageQuery } from '../shared/http/page.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'

/** The predictions of a shop with the scale that its scores were given by. */
const StoredPrediction = z.object({ prediction: ShopPrediction, scale: StoredScale })
export type StoredPrediction = z.infer<typeof StoredPrediction>

const predictionKey = (shopId: string): Key => ({
  table: 'repurchase',
  pk: `PREDICTION#${shopId}`,
  sk: 'PREDICTION',
})

export const loadPrediction = async (db: Reader, shopId: string): Promise<StoredPrediction | undefined> =>
  parseItem(StoredPrediction, await db.get(predictionKey(shopId)))

/** The same for a page of its lists: without predictions there are none, and a cursor is of no list. Throws InvalidCursor. */
export async function loadForPage(
  db: Reader,
  shopId: string,
  { cursor }: PageQuery,
): Promise<StoredPrediction | undefined> {
  const stored = await loadPrediction(db, shopId)
  if (stored === undefined && cursor !== undefined) throw new InvalidCursor()
  return stored
}

/** Written after the lists of its night, so whoever reads it finds them. Of two runs of one night the last stands: both say the same. */
export const predictionWrite = (shopId: string, stored: StoredPrediction): Write => ({
  kind: 'update',
  name: 'prediction',
  key: predictionKey(shopId),
  set: stored,
})

/** How far the shops have been gone through: a cursor of their list; empty for its beginning. */
const Progress = z.object({ cursor: z.string().default('') })

const progressKey: Key = { table: 'repurchase', pk: 'PREDICTIONS', sk: 'PROGRESS' }

export const loadProgress = async (db: Reader): Promise<string> =>
  Progress.parse((await db.get(progressKey)) ?? {}).cursor

/** Two runs at once may overwrite each other's: at worst shops are looked at again, and their predictions are there. */
export const saveProgress = (cursor: string): Write => ({
  kind: 'update',
  name: 'progress',
  key: progressKey,
  set: { cursor },
})
