import * as z from 'zod'
import { type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import { CustomerId } from '../shared/ids.ts'
import { lineOfText } from '../shared/text.ts'
import { Moment } from '../shared/time.ts'

/** Signs of a reason: a sentence or two. */
const reasonLengthMax = 200

/** By the shop's owner. The referrer reads when and why. */
export const Suspension = z.object({ at: Moment, reason: lineOfText.min(1).max(reasonLengthMax), by: CustomerId })
export type Suspension = z.infer<typeof Suspension>

/** Whether somebody takes part in a shop's referrals. They may leave, the owner may suspend them, and each takes back their
 *  own: two facts that know nothing of each other. */
export const Standing = z.object({
  /** Null: has not left. */
  leftAt: Moment.nullable(),
  /** When they last came back from having left: what they brought before credits them no more. */
  returnedAt: Moment.nullable(),
  suspension: Suspension.nullable(),
})
export type Standing = z.infer<typeof Standing>

/** Of somebody who has never left and was never suspended. */
export const unbroken: Standing = { leftAt: null, returnedAt: null, suspension: null }

export type StandingEvent =
  | { readonly type: 'referrals_left'; readonly at: string }
  | { readonly type: 'referrals_rejoined'; readonly at: string }
  | { readonly type: 'referrer_suspended'; readonly at: string; readonly reason: string; readonly by: CustomerId }
  | { readonly type: 'suspension_lifted'; readonly at: string; readonly by: CustomerId }

export function evolveStanding(standing: Standing, event: StandingEvent): Standing {
  const { at } = event
  switch (event.type) {
    case 'referrals_left':
      return { ...standing, leftAt: at }
    case 'referrals_rejoined':
      return { ...standing, leftAt: null, returnedAt: at }
    case 'referrer_suspended':
      return { ...standing, suspension: { at, reason: event.reason, by: event.by } }
    case 'suspension_lifted':
      return { ...standing, suspension: null }
  }
}

/** Why somebody gets no new link. */
export type NotReferring = Refusal<'referrals_left' | 'referrer_suspended'>

/** Undefined: takes part. */
export function reasonNotReferring({ leftAt, suspension }: Standing): NotReferring['code'] | undefined {
  if (suspension) return 'referrer_suspended'
  return leftAt === null ? undefined : 'referrals_left'
}

/**
 * Whether a visit or an introduction of that moment credits who brought it. Never while they take no part. Who comes back
 * from having left begins anew; a suspension that is lifted takes nothing away but its time.
 */
export const credits = (standing: Standing, broughtAt: string): boolean =>
  reasonNotReferring(standing) === undefined && (standing.returnedAt === null || broughtAt >= standing.returnedAt)

/** No event for who has left already. */
export const leave = ({ leftAt }: Standing, now: string): StandingEvent[] =>
  leftAt === null ? [{ type: 'referrals_left', at: now }] : []

/** Comes back, as one who begins anew. Who is suspended waits for the owner. */
export function rejoin(
  { leftAt, suspension }: Standing,
  now: string,
): Decision<StandingEvent, Refusal<'referrer_suspended'>> {
  if (suspension) return refused('referrer_suspended')
  return leftAt === null ? decided() : decided({ type: 'referrals_rejoined', at: now })
}

/** The owner's decision; refused where another reason was given before. */
export function suspend(
  { suspension }: Standing,
  { reason, by }: Pick<Suspension, 'reason' | 'by'>,
  now: string,
): Decision<StandingEvent, Refusal<'suspended_otherwise'>> {
  if (!suspension) return decided({ type: 'referrer_suspended', at: now, reason, by })
  return suspension.reason === reason ? decided() : refused('suspended_otherwise', 'body.reason')
}

/**
 * What a merge makes of two accounts that turn out to be one person's: a suspension of either is one of both, so that nobody
 * sheds it. Each keeps its own departure: leaving was said of one account, and the other goes on.
 */
export const joinStandings = (
  one: Standing,
  other: Standing,
  now: string,
): { readonly one: StandingEvent[]; readonly other: StandingEvent[] } => ({
  one: shareSuspension(other, one, now),
  other: shareSuspension(one, other, now),
})

function shareSuspension({ suspension }: Standing, to: Standing, now: string): StandingEvent[] {
  if (!suspension || to.suspension) return []
  const { reason, by } = suspension
  return [{ type: 'referrer_suspended', at: now, reason, by }]
}

/** No event where nobody is suspended. */
export const liftSuspension = ({ suspension }: Standing, by: CustomerId, now: string): StandingEvent[] =>
  suspension ? [{ type: 'suspension_lifted', at: now, by }] : []
