import type { Context, LogFields } from './context.ts'
import { dueShardPks } from './due-shards.ts'
import type { Reader } from './storage.ts'

/** Things of one shard that one sweep takes on, as many as its time allows in all shards; the rest is next in a minute. */
export const dueLimit = 100

type Sweep<Services, Ref> = {
  readonly shards?: readonly string[]
  /** What is due of a shard, the longest waiting first. */
  readonly list: (db: Reader, duePk: string, now: string, limit: number) => Promise<readonly Ref[]>
  readonly handle: (context: Services, ref: Ref) => Promise<void>
  /** What the log says of one that failed. */
  readonly failure: string
}

/**
 * Hands on what is due, one after another. The shards are read at once, as most sweeps find nothing, and take turns, so that
 * a run that ends early has kept none waiting for another. One that fails is logged, stays due, and does not keep the others.
 * @returns how many were looked at.
 */
export async function sweepDue<Services extends Pick<Context, 'db' | 'now' | 'log'>, Ref extends LogFields>(
  context: Services,
  { shards = dueShardPks, list, handle, failure }: Sweep<Services, Ref>,
): Promise<number> {
  const due = await Promise.all(shards.map((shard) => list(context.db, shard, context.now(), dueLimit)))
  const refs = inTurns(due)
  for (const ref of refs) {
    try {
      await handle(context, ref)
    } catch (error) {
      context.log.error(failure, { ...ref, error })
    }
  }
  return refs.length
}

/** The first of each list, then the second of each, and so on. */
const inTurns = <Ref>(lists: readonly (readonly Ref[])[]): Ref[] =>
  Array.from({ length: dueLimit }, (_, turn) => lists.flatMap((list) => list.slice(turn, turn + 1))).flat()
