import type { Context, LogFields } from './context.ts'
import { dueShardPks } from './due-shards.ts'
import type { Reader } from './storage.ts'

/** Things of one shard that one sweep takes on; the rest is next in a minute. */
const dueLimit = 50

type Sweep<Services, Ref> = {
  readonly shards?: readonly string[]
  /** What is due of a shard, the longest waiting first. */
  readonly list: (db: Reader, duePk: string, now: string, limit: number) => Promise<readonly Ref[]>
  readonly handle: (context: Services, ref: Ref) => Promise<void>
  /** What the log says of one that failed. */
  readonly failure: string
}

/**
 * Hands on what is due, shard by shard. One that fails is logged, stays due, and does not keep the others.
 * @returns how many were looked at.
 */
export async function sweepDue<Services extends Pick<Context, 'db' | 'now' | 'log'>, Ref extends LogFields>(
  context: Services,
  { shards = dueShardPks, list, handle, failure }: Sweep<Services, Ref>,
): Promise<number> {
  let seen = 0
  for (const shard of shards) {
    for (const ref of await list(context.db, shard, context.now(), dueLimit)) {
      seen++
      try {
        await handle(context, ref)
      } catch (error) {
        context.log.error(failure, { ...ref, error })
      }
    }
  }
  return seen
}
