import * as z from 'zod'
import { Moment } from '../../domain/shared/time.ts'
import { parseItem } from '../shared/event-log.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'

/** What the last night's check of a shop came to. */
export const CheckedDrift = z.object({
  /** Stored cells that were not what the orders make them: 0, or the figures are not to be trusted. */
  driftCells: z.int().min(0),
  driftCheckedAt: Moment,
})
export type CheckedDrift = z.infer<typeof CheckedDrift>

const driftKey = (shopId: string): Key => ({ table: 'repurchase', pk: `DRIFT#${shopId}`, sk: 'DRIFT' })
/** Where the night's round has come to. */
const roundKey: Key = { table: 'repurchase', pk: 'DRIFT', sk: 'ROUND' }

export const loadDrift = async (db: Reader, shopId: string): Promise<CheckedDrift | undefined> =>
  parseItem(CheckedDrift, await db.get(driftKey(shopId)))

export const driftWrite = (shopId: string, drift: CheckedDrift): Write => ({
  kind: 'update',
  name: 'drift',
  key: driftKey(shopId),
  set: drift,
})

/** The day whose round is made, and the page of shops where it goes on; without one it is done. */
const Round = z.object({ day: z.string(), cursor: z.string(), isDone: z.boolean() })
export type Round = z.infer<typeof Round>

export const loadRound = async (db: Reader): Promise<Round | undefined> => parseItem(Round, await db.get(roundKey))
export const roundWrite = (round: Round): Write => ({ kind: 'update', name: 'round', key: roundKey, set: round })
