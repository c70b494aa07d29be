import type { Order } from '../domain/orders/order.ts'
import type { MemberEvent } from '../domain/referrals/member.ts'
import { Visit } from '../domain/referrals/visit.ts'
import type { FullRead } from './full-read.ts'
import { minuteMs } from './people.ts'

/** What takes no part in a transaction is read at a moment of its own: a change so near may count or not. */
const marginMs = minuteMs

/** Whether what a referrer brought at one moment counts at another; undefined where they came or went just then. */
type Counts = (referrerId: string, broughtAt: string, at: string) => boolean | undefined

/** Who takes no part in referrals is credited with nothing, whoever else brought somebody is not left out, and who has
 *  come back is credited with what they bring from then on. What is owed of orders before is held by the ledger's own. */
export function standingViolations(read: FullRead): string[] {
  const counts = countsIn(read)
  const introductions = new Map(read.members.map(({ state }) => [state.customerId, state.introduction]))
  return [
    ...read.orders.flatMap(({ state }) => (state.excludedFromFigures ? [] : receiptViolations(state, counts))),
    ...read.orders.flatMap(({ state }) => introducerViolations(state, counts, introductions)),
    ...visitViolations(read, counts),
  ]
}

/** Every visit on a receipt counted, or did not, as its referrer stood; and only who won earns. */
function receiptViolations({ orderId, placedAt, attribution, commission }: Order, counts: Counts): string[] {
  const { winner, losers } = attribution
  const won = winner?.by === 'visit' ? [{ ...winner, reason: 'won' }] : []
  const wrong = [...won, ...losers].filter(({ referrerId, visitedAt, reason }) => {
    if (reason === 'self_referral' || reason === 'own_shop') return false
    return counts(referrerId, visitedAt, placedAt) === (reason === 'not_referring')
  })
  const earner = commission?.referrerId ?? winner?.referrerId
  return [
    ...wrong.map(
      ({ referrerId, reason }) => `${orderId}: a visit by ${referrerId} is ${reason}, against how they stood`,
    ),
    ...(earner === winner?.referrerId ? [] : [`${orderId} was won by ${winner?.referrerId} and earns ${earner}`]),
  ]
}

/** An introduction counted, or did not, as the introducer stood: for the order, and for its second level. */
function introducerViolations(
  { orderId, customerId, placedAt, attribution, commission, excludedFromFigures }: Order,
  counts: Counts,
  introductions: ReadonlyMap<string, FullRead['members'][number]['state']['introduction']>,
): string[] {
  const counted = (introduced: string) => {
    const { introducerId, introducedAt } = introductions.get(introduced) ?? {}
    const isKnown = introducedAt !== undefined && Date.parse(introducedAt) + marginMs < Date.parse(placedAt)
    return introducerId && isKnown ? counts(introducerId, introducedAt, placedAt) : undefined
  }
  const isNot = attribution.introduction === 'not_referring'
  const isWrong = !excludedFromFigures && counted(customerId) === isNot
  const isSecondWrong = commission?.second !== undefined && counted(commission.referrerId) === false
  return [
    ...(isWrong
      ? [
          `${orderId}: the introduction of ${customerId} ${isNot ? 'counts not' : 'counts'}, against how its introducer stood`,
        ]
      : []),
    ...(isSecondWrong ? [`${orderId}: ${commission?.second?.referrerId} is second and took no part`] : []),
  ]
}

/** No visit is kept of a link whose owner took no part when it was opened. */
const visitViolations = ({ referralsItems }: FullRead, counts: Counts): string[] =>
  referralsItems
    .filter(({ sk }) => sk.startsWith('VISIT#'))
    .map((item) => Visit.parse(item))
    .filter(({ referrerId, lastAt }) => counts(referrerId, lastAt, lastAt) === false)
    .map(({ referrerId, lastAt }) => `a visit by a link of ${referrerId} at ${lastAt} is kept, when they took no part`)

function countsIn({ members }: FullRead): Counts {
  const changes = new Map(members.map(({ state, events }) => [state.customerId as string, changesIn(events)]))
  return (referrerId, broughtAt, at) => {
    const own = changes.get(referrerId) ?? []
    if (own.some((change) => Math.abs(Date.parse(change.at) - Date.parse(at)) < marginMs)) return undefined
    const { hasLeft, isSuspended, returnedAt } = standingAt(own, at)
    return !hasLeft && !isSuspended && broughtAt >= returnedAt
  }
}

const standingTypes: readonly string[] = [
  'referrals_left',
  'referrals_rejoined',
  'referrer_suspended',
  'suspension_lifted',
]
const changesIn = (events: FullRead['members'][number]['events']): MemberEvent[] =>
  events.flatMap(({ event }) => (standingTypes.includes(event.type) ? [event] : []))

function standingAt(changes: readonly MemberEvent[], moment: string) {
  let [hasLeft, isSuspended, returnedAt] = [false, false, '']
  for (const { type, at } of changes.filter((change) => change.at <= moment)) {
    if (type === 'referrals_left') hasLeft = true
    if (type === 'referrals_rejoined') [hasLeft, returnedAt] = [false, at]
    if (type === 'referrer_suspended') isSuspended = true
    if (type === 'suspension_lifted') isSuspended = false
  }
  return { hasLeft, isSuspended, returnedAt }
}

/** Orders for which somebody's part counted for nothing as they took none, and those won by who had come back. */
export function standingsMet({ orders, members }: Pick<FullRead, 'orders' | 'members'>) {
  const back = new Map(
    members.map(({ state, events }) => [
      state.customerId as string,
      events.find(({ event: { type } }) => type === 'referrals_rejoined' || type === 'suspension_lifted')?.event.at,
    ]),
  )
  const receipts = orders.map(({ state: { attribution, placedAt } }) => ({ ...attribution, placedAt }))
  return {
    silenced: receipts.filter(
      ({ losers, introduction }) => introduction || losers.some(({ reason }) => reason === 'not_referring'),
    ).length,
    returned: receipts.filter(({ winner, placedAt }) => {
      const since = winner && back.get(winner.referrerId)
      return since !== undefined && since !== null && since < placedAt
    }).length,
  }
}
