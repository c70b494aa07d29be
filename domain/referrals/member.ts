import * as z from 'zod'
import { assert } from '../shared/decision.ts'
import { CustomerId, ShopId } from '../shared/ids.ts'
import { Moment } from '../shared/time.ts'
import { Channel, LinkCode } from './link.ts'
import { credits, evolveStanding, Standing, type StandingEvent, unbroken } from './standing.ts'
import type { Visit } from './visit.ts'

/** Who brought a customer to a shop. It never changes. */
export const Introduction = z.object({
  introducerId: CustomerId,
  linkCode: LinkCode,
  /** Where that link was shown. */
  channel: Channel,
  introducedAt: Moment,
})
export type Introduction = z.infer<typeof Introduction>

/** What a shop's chains know of one customer. */
export const Member = z.object({
  shopId: ShopId,
  customerId: CustomerId,
  introduction: Introduction.nullable(),
  /** Steps up to somebody whom nobody introduced. */
  depth: z.int().min(0),
  /** Has brought somebody; for ever, since introductions are. */
  hasIntroduced: z.boolean(),
  /** First payment in this shop. */
  firstPaidAt: Moment.nullable(),
  /** Whether they refer, or have left or were suspended. */
  standing: Standing.default(unbroken),
  /** Number of its events; 0 for somebody of whom nothing is known yet. */
  version: z.int().min(0),
})
export type Member = z.infer<typeof Member>

export type MemberEvent =
  | {
      readonly type: 'customer_introduced'
      readonly at: string
      readonly introduction: Introduction
      readonly depth: number
    }
  | { readonly type: 'first_introduction_made'; readonly at: string }
  | { readonly type: 'first_payment_made'; readonly at: string }
  | StandingEvent

/** Somebody of whom the shop knows nothing. */
export const stranger = (shopId: ShopId, customerId: CustomerId): Member => ({
  shopId,
  customerId,
  introduction: null,
  depth: 0,
  hasIntroduced: false,
  firstPaidAt: null,
  standing: unbroken,
  version: 0,
})

export function evolveMember(member: Member, event: MemberEvent): Member {
  const version = member.version + 1
  switch (event.type) {
    case 'customer_introduced':
      return { ...member, introduction: event.introduction, depth: event.depth, version }
    case 'first_introduction_made':
      return { ...member, hasIntroduced: true, version }
    case 'first_payment_made':
      return { ...member, firstPaidAt: event.at, version }
    case 'referrals_left':
    case 'referrals_rejoined':
    case 'referrer_suspended':
    case 'suspension_lifted':
      return { ...member, standing: evolveStanding(member.standing, event), version }
  }
}

export type NotIntroduced = 'self_referral' | 'own_shop' | 'already_introduced' | 'already_active' | 'not_referring'
type MemberEvents = readonly MemberEvent[]

/**
 * Whether a visit introduces a customer, and what becomes of both members. Only a newcomer is introduced: nobody who was
 * introduced, has bought or has introduced somebody; and nobody by the link of who takes no part in referrals. So the
 * newcomer is always a chain's end, an introduction hangs it under another, and no cycle can form, provided that both
 * members are written in one transaction, or the introducer has introduced somebody before.
 */
export function introduce(
  newcomer: Member,
  introducer: Member,
  visit: Visit,
  isStaff: boolean,
  now: string,
):
  | { readonly introduced: true; readonly newcomer: MemberEvents; readonly introducer: MemberEvents }
  | { readonly introduced: false; readonly reason: NotIntroduced } {
  assert(introducer.customerId === visit.referrerId, 'the introducer is the owner of the link')
  assert(new Set([newcomer.shopId, introducer.shopId, visit.shopId]).size === 1, 'all are of one shop')
  if (newcomer.customerId === visit.referrerId) return { introduced: false, reason: 'self_referral' }
  if (isStaff) return { introduced: false, reason: 'own_shop' }
  if (newcomer.introduction) return { introduced: false, reason: 'already_introduced' }
  if (newcomer.firstPaidAt || newcomer.hasIntroduced) return { introduced: false, reason: 'already_active' }
  if (!credits(introducer.standing, visit.lastAt)) return { introduced: false, reason: 'not_referring' }
  const { referrerId: introducerId, linkCode, channel } = visit
  const introduction = { introducerId, linkCode, channel, introducedAt: now }
  return {
    introduced: true,
    newcomer: [{ type: 'customer_introduced', at: now, introduction, depth: introducer.depth + 1 }],
    introducer: introducer.hasIntroduced ? [] : [{ type: 'first_introduction_made', at: now }],
  }
}

/** A payment makes a customer known to the shop, once and for ever. */
export const notePayment = (member: Member, now: string): MemberEvents =>
  member.firstPaidAt ? [] : [{ type: 'first_payment_made', at: now }]
