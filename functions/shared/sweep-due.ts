import type { Context, LogFields } from './context.ts'
import { dueLimit, dueShardPks } from './due-shards.ts'
import type { Reader } from './storage.ts'

type Sweep<Services, Ref> = {
  readonly shards?: readonly string[]
  /** What is due of a shard, the longest waiting first. */
  readonly list: (db: Reader, duePk: string, now: string, limit: number) => Promise<readonly Ref[]>
  readonly handle: (context: Services, ref: Ref) => Promise<void>
  /** What the log says of one that failed. */
  readonly failure: string
}

/**
 * Hands on what is due: the shards side by side, since most of the time of each is spent waiting for an answer, and what is
 * in one of them in turn. One that fails is logged, stays due, and does not keep the others.
 * @returns how many were looked at.
 */
export async function sweepDue<Services extends Pick<Context, 'db' | 'now' | 'log'>, Ref extends LogFields>(
  context: Services,
  { shards = dueShardPks, list, handle, failure }: Sweep<Services, Ref>,
): Promise<number> {
  const sweepShard = async (shard: string): Promise<number> => {
    const due = await list(context.db, shard, context.now(), dueLimit)
    for (const ref of due) {
      try {
        await handle(context, ref)
      } catch (error) {
        context.log.error(failure, { ...ref, error })
      }
    }
    return due.length
  }
  const seen = await Promise.all(shards.map(sweepShard))
  return seen.reduce((sum, each) => sum + each, 0)
}
