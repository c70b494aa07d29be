import type { Refusal } from '../../domain/shared/decision.ts'
import type { Context } from './context.ts'
import { ReadApart, TooBusy, type Write } from './storage.ts'

/** What committing needs of the context. */
export type Committer = Pick<Context, 'db' | 'pause'>

/** How often a decision is made again after its write was refused, because what it had read has changed. */
export const attemptsMax = 4
/** How often one transaction is sent again after a conflict or throttling, before the decision is made again. */
const conflictRetriesMax = 5
const backoffBaseMs = 20
const backoffMaxMs = 400

/** What one attempt came to: writes to commit and the reply, a refusal, or a reply with nothing to write. */
export type Attempt<Reply, Code extends string> =
  | { readonly writes: readonly Write[]; readonly reply: Reply }
  | { readonly reply: Reply }
  | { readonly refusal: Refusal<Code> }

export type Answer<Reply, Code extends string> =
  | { readonly ok: true; readonly reply: Reply }
  | { readonly ok: false; readonly refusal: Refusal<Code> }

/**
 * Loads, decides and commits: `attempt` does all three steps but the last, and runs again when its writes were refused.
 * Throws TooBusy after `attemptsMax` lost races, and whatever the database throws where an outcome is unknown.
 */
export async function commit<Reply, const Code extends string = never>(
  context: Committer,
  attempt: () => Promise<Attempt<Reply, Code>>,
): Promise<Answer<Reply, Code>> {
  for (let run = 0; run < attemptsMax; run++) {
    const attempted = await attemptOnce(attempt)
    if (attempted === undefined) {
      await context.pause(backoffMs(run))
      continue
    }
    if ('refusal' in attempted) return { ok: false, refusal: attempted.refusal }
    if (!('writes' in attempted) || attempted.writes.length === 0) return { ok: true, reply: attempted.reply }
    if (await send(context, attempted.writes)) return { ok: true, reply: attempted.reply }
    await context.pause(backoffMs(run))
  }
  throw new TooBusy('Lost every race for its items')
}

/** Undefined where what it read was not of one moment, as it is after a refused write. */
async function attemptOnce<Result>(attempt: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof ReadApart) return undefined
    throw error
  }
}

/** As `commit`, for what has no reason to be refused: answers the reply itself. */
export async function commitFact<Reply>(
  context: Committer,
  attempt: () => Promise<Exclude<Attempt<Reply, never>, { refusal: unknown }>>,
): Promise<Reply> {
  const answer = await commit<Reply>(context, attempt)
  if (!answer.ok) throw new Error('Nobody has refused')
  return answer.reply
}

/** True when written, false when a condition did not hold. */
async function send(context: Committer, writes: readonly Write[]): Promise<boolean> {
  for (let retry = 0; retry <= conflictRetriesMax; retry++) {
    const outcome = await context.db.transact(writes)
    if (outcome.kind === 'written') return true
    if (outcome.kind === 'refused') return false
    await context.pause(backoffMs(retry))
  }
  throw new TooBusy('Conflicts on its items did not end')
}

const backoffMs = (attempt: number) => Math.min(backoffBaseMs * 2 ** attempt, backoffMaxMs)
