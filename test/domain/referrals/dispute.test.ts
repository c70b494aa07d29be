import { describe, expect, test } from 'vitest'
import { attribute, type SeenVisit } from '../../../domain/referrals/attribution.ts'
import { AttributionDispute, type DisputedOrder, disputeDays, openDispute } from '../../../domain/referrals/dispute.ts'
import { addDays } from '../../../domain/shared/time.ts'
import { customerId, disputeId, orderId, shopId } from '../shared/ids.ts'
import { linkCode, visit } from './visits.ts'

const placedAt = '2026-03-31T08:00:00.000Z'
const seen = (by: number, daysAgo: number, isVoid = false): SeenVisit => ({
  ...visit(by, addDays(placedAt, -daysAgo)),
  isVoid,
})

/** A paid order of customer 1, whom customer 3 introduced. */
function ordered(visits: readonly SeenVisit[], isIntroducerVoid = false): DisputedOrder {
  const introducedAt = addDays(placedAt, -90)
  const facts = { introducerId: customerId(3), linkCode: linkCode(3), channel: 'poster', introducedAt }
  const introduction = { ...facts, isVoid: isIntroducerVoid }
  const attribution = attribute({ customerId: customerId(1), isStaff: false, introduction }, visits, 30, placedAt)
  const ids = { shopId: shopId(), orderId: orderId(), customerId: customerId(1), introducerId: customerId(3) }
  return { ...ids, placedAt, attribution, isPaid: true, excludedFromFigures: false }
}

/** What becomes of a dispute of that customer's: open, or why not. */
function dispute(order: DisputedOrder, who: number, { hasDisputed = false, now = placedAt } = {}) {
  const about = { disputeId: disputeId(), referrerId: customerId(who), statement: '是我带来的' }
  const opened = openDispute(order, order.attribution.winner?.referrerId ?? null, hasDisputed, about, now)
  return opened.ok ? AttributionDispute.parse(opened.dispute).status : opened.refusal.code
}

/** Customer 4 brought the buyer last, customer 2 before. */
const order = ordered([seen(2, 5), seen(4, 1)])

test('who was passed over, or introduced the buyer, may say that an order is theirs', () => {
  expect([2, 3].map((who) => dispute(order, who))).toEqual(['open', 'open'])
})

describe('is not disputed', () => {
  test.each([
    ['what nobody has paid', { ...order, isPaid: false }, 2, 'order_not_paid'],
    ['one’s own purchase', ordered([seen(2, 5), seen(1, 1)]), 1, 'order_earns_nothing'],
    ['a purchase of the shop’s own people', { ...order, excludedFromFigures: true }, 2, 'order_earns_nothing'],
    ['what is one’s own already', order, 4, 'already_credited'],
    ['what one has no part in', order, 5, 'not_on_receipt'],
  ])('%s', (_, of, who, code) => {
    expect(dispute(of, who)).toBe(code)
  })
  test('the same by one referrer a second time', () => {
    expect(dispute(order, 2, { hasDisputed: true })).toBe('already_disputed')
  })
  test('what was placed longer ago than a dispute may come', () => {
    const last = addDays(placedAt, disputeDays)
    const after = new Date(Date.parse(last) + 1).toISOString()
    expect([last, after].map((now) => dispute(order, 2, { now }))).toEqual(['open', 'dispute_too_late'])
  })
  test('by who took no part in referrals, not even the introducer', () => {
    const away = ordered([seen(2, 5, true), seen(4, 1)], true)
    expect([2, 3].map((who) => dispute(away, who))).toEqual(['was_not_referring', 'was_not_referring'])
  })
  test('but by who took part once', () => {
    expect(dispute(ordered([{ ...seen(2, 9), linkCode: linkCode(22) }, seen(2, 5, true), seen(4, 1)]), 2)).toBe('open')
  })
})
