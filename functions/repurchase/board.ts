import * as z from 'zod'
import { AsOfQuery } from './as-of.ts'

/** Rows of a ranking that one answer shows. */
const rowsMax = 100
const rowsDefault = 50

/** Query of a ranking: as of when, and how many of the first. */
export const RankQuery = AsOfQuery.extend({ limit: z.coerce.number().int().min(1).max(rowsMax).default(rowsDefault) })

/** A ranking, best first. */
export const boardReply = <Shape extends z.ZodType>(item: Shape) => ({
  items: z.array(item),
  /** False where there were more to rank than one answer reads: then some may be missing. */
  isComplete: z.boolean(),
})
