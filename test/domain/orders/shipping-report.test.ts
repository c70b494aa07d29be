import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OrderEvent } from '../../../domain/orders/events.ts'
import type { Order } from '../../../domain/orders/order.ts'
import { correctShipment, shipOrder } from '../../../domain/orders/ship-order.ts'
import type { Parcel } from '../../../domain/orders/shipment.ts'
import {
  attemptsMax,
  beginTelling,
  isShipmentEvent,
  noteTold,
  reportAgain,
  reportShipment,
  ShippingReport,
  type Telling,
  type TellingAnswer,
} from '../../../domain/orders/shipping-report.ts'
import { addDays, addMinutes } from '../../../domain/shared/time.ts'
import { made } from '../shared/made.ts'
import { evolved, orderIn, shippedAt } from './orders.ts'

const { paid } = orderIn
const [first, second, third] = ['SF0001', 'SF0002', 'SF0003'].map((trackingNo) => ({ carrier: 'SF', trackingNo })) as [
  Parcel,
  Parcel,
  Parcel,
]
type Known = { readonly order: Order; readonly report: ShippingReport | undefined }

/** Order and report after a step. */
function after({ order, report }: Known, events: readonly OrderEvent[]) {
  const next = evolved(order, events)
  if (!('shipment' in next)) throw new Error('Not shipped')
  const told = events.filter(isShipmentEvent).reduce((so, event) => reportShipment(so, event, next.shipment), report)
  return { order: next, report: ShippingReport.parse(told) }
}
const ship = (known: Known, parcels: Parcel[], isLast: boolean, at = shippedAt) =>
  after(known, made(shipOrder(known.order, { parcels, isLast }, at)))
const correct = (known: Known, parcels: Parcel[], at = shippedAt) =>
  after(known, made(correctShipment(known.order, parcels, at)))
const told = { kind: 'told' } as const
const firstOf = ({ pending: [telling] }: ShippingReport): Telling => telling ?? expect.fail('nothing is pending')

/** Tells the first that is pending, when it is due. */
function tell(report: ShippingReport, answer: TellingAnswer): ShippingReport {
  const now = report.nextAttemptAt ?? expect.fail('not due')
  const begun = beginTelling(report, now)
  return ShippingReport.parse(noteTold(begun, firstOf(begun), answer, now))
}

const shipped = ship({ order: paid, report: undefined }, [first], true)

describe('a shipment', () => {
  test('is due to be told from its own moment', () => {
    expect(shipped.report).toMatchObject({
      status: 'due',
      nextAttemptAt: shippedAt,
      attempts: 0,
      pending: [{ parcels: [first], isAll: true, isWhole: true, toldAt: shippedAt }],
    })
  })
  test('that was told is not due any more', () => {
    const done = tell(shipped.report, told)
    expect(done).toMatchObject({ status: 'told', pending: [] })
    expect(done).not.toHaveProperty('nextAttemptAt')
    expect(done).not.toHaveProperty('code')
  })
  test('that WeChat knew before is told, with its number for that', () => {
    expect(tell(shipped.report, { kind: 'told', code: 10060003 })).toMatchObject({ status: 'told', code: 10060003 })
  })
})

describe('what WeChat does not take now', () => {
  test('is told later, with longer pauses, until shortly before two days are over', () => {
    let report = shipped.report
    const pauses: number[] = []
    for (let attempt = 1; attempt < attemptsMax; attempt++) {
      const at = Date.parse(report.nextAttemptAt ?? '')
      report = tell(report, { kind: 'later', code: 10060001 })
      expect(report).toMatchObject({ status: 'due', code: 10060001, attempts: attempt })
      pauses.push(Date.parse(report.nextAttemptAt ?? '') - at)
    }
    expect(pauses).toEqual(pauses.toSorted((one, other) => one - other))
    expect(pauses[0]).toBe(60_000)
    const lastAt = report.nextAttemptAt ?? ''
    expect(lastAt > addDays(shippedAt, 1) && lastAt < addDays(shippedAt, 2)).toBe(true)
    const failed = tell(report, { kind: 'later', code: 10060001 })
    expect(failed).toMatchObject({ status: 'failed', code: 10060001, attempts: attemptsMax })
    expect(failed).not.toHaveProperty('nextAttemptAt')
  })
  test('keeps its moment in every try', () => {
    expect(firstOf(tell(shipped.report, { kind: 'later' }))).toEqual(firstOf(shipped.report))
  })
})

describe('what WeChat refuses', () => {
  const failed = tell(shipped.report, { kind: 'refused', code: 10060031 })
  test('fails at once and waits for people', () => {
    expect(failed).toMatchObject({ status: 'failed', code: 10060031, pending: [{ parcels: [first] }] })
    expect(failed).not.toHaveProperty('nextAttemptAt')
  })
  test('is told again when they ask for it', () => {
    const again = reportAgain(failed, addDays(shippedAt, 1))
    expect(again).toMatchObject({ status: 'due', attempts: 0, nextAttemptAt: addDays(shippedAt, 1) })
    expect(tell(again, told)).toMatchObject({ status: 'told' })
    expect(reportAgain(shipped.report, shippedAt)).toBe(shipped.report)
  })
  test('is replaced by a correction, which WeChat then hears as the first', () => {
    const { report } = correct({ order: shipped.order, report: failed }, [second])
    expect(report).toMatchObject({
      status: 'due',
      attempts: 0,
      pending: [{ parcels: [second], isAll: true, isWhole: true }],
    })
  })
})

describe('parcels told one after the other', () => {
  const open = ship({ order: paid, report: undefined }, [first], false)
  const complete = ship(open, [second], true)

  test('are told in their order, each with a later moment, also when one moment brought them', () => {
    const [one, other] = complete.report.pending
    expect(complete.report.pending).toMatchObject([
      { parcels: [first], isAll: false, isWhole: true },
      { parcels: [second], isAll: true, isWhole: false },
    ])
    expect((other?.toldAt ?? '') > (one?.toldAt ?? '~')).toBe(true)
    const half = tell(complete.report, told)
    expect(half).toMatchObject({ status: 'due', attempts: 0, pending: [{ parcels: [second] }] })
    expect(tell(half, told)).toMatchObject({ status: 'told' })
  })
  test('that they were all is told with the last one', () => {
    const { report } = ship(open, [first], true, addMinutes(shippedAt, 5))
    expect(report.pending).toMatchObject([{ isAll: false }, { parcels: [first], isAll: true }])
  })
})

describe('a correction', () => {
  const open = tell(ship({ order: paid, report: undefined }, [first], false).report, told)
  const half = ship(
    { order: evolved(paid, made(shipOrder(paid, { parcels: [first], isLast: false }, shippedAt))), report: open },
    [second],
    true,
  )

  test('of what WeChat was not asked to take yet is all that it hears', () => {
    expect(correct(shipped, [third]).report.pending).toMatchObject([{ parcels: [third], isAll: true, isWhole: true }])
  })
  test('comes after what is on its way to WeChat, which may have taken it', () => {
    const begun = beginTelling(shipped.report, shippedAt)
    const { report } = correct({ order: shipped.order, report: begun }, [third], addMinutes(shippedAt, 1))
    expect(report).toMatchObject({ attempts: 1, pending: [{ parcels: [first] }, { parcels: [third] }] })
    expect(report.nextAttemptAt).toBe(begun.nextAttemptAt)
    const noted = noteTold(report, firstOf(begun), told, addMinutes(shippedAt, 1))
    expect(noted).toMatchObject({ status: 'due', attempts: 0, pending: [{ parcels: [third] }] })
    expect(firstOf(noted).toldAt > firstOf(begun).toldAt).toBe(true)
  })
  test('goes on alone where WeChat refuses what was before it', () => {
    const begun = beginTelling(shipped.report, shippedAt)
    const { report } = correct({ order: shipped.order, report: begun }, [third])
    const noted = noteTold(report, firstOf(begun), { kind: 'refused', code: 10060005 }, shippedAt)
    expect(noted).toMatchObject({ status: 'due', attempts: 0, pending: [{ parcels: [third], isWhole: true }] })
  })
  test('of a shipment that WeChat has in part finishes it first: else its parcels would be added', () => {
    const { report } = correct(half, [third])
    expect(report.pending).toMatchObject([
      { parcels: [first], isAll: true, isWhole: false },
      { parcels: [third], isAll: true, isWhole: true },
    ])
    const moments = report.pending.map(({ toldAt }) => toldAt)
    expect(moments).toEqual([...new Set(moments)].sort())
    expect(tell(tell(report, told), told)).toMatchObject({
      status: 'told',
      taken: { parcels: [third], isFinished: true },
    })
  })
  test('is told once more from the first, where WeChat had refused a parcel after others', () => {
    const begun = beginTelling(half.report, shippedAt)
    const { report } = correct({ order: half.order, report: begun }, [third])
    const noted = noteTold(report, firstOf(begun), { kind: 'refused', code: 10060005 }, shippedAt)
    expect(noted.pending).toMatchObject([
      { parcels: [first], isAll: true },
      { parcels: [third], isWhole: true },
    ])
  })
})

test('an answer to what is not the first any more is no news', () => {
  const done = tell(shipped.report, told)
  expect(noteTold(done, firstOf(shipped.report), { kind: 'later' }, shippedAt)).toBe(done)
})

test('whatever WeChat answers, it ends knowing the last parcels, told with ever later moments, or people are asked', () => {
  const answer = fc.constantFrom<TellingAnswer>(
    told,
    { kind: 'later' },
    { kind: 'later', code: -1 },
    { kind: 'refused', code: 10060005 },
  )
  const steps = fc.array(fc.oneof(answer, fc.constant('correct' as const)), { maxLength: 30 })
  fc.assert(
    fc.property(steps, (all) => {
      let known: { order: Order; report: ShippingReport } = shipped
      const moments: string[] = []
      for (const step of all) {
        if (step === 'correct') {
          const isDone = 'shipment' in known.order && known.order.shipment.correctedAt !== undefined
          if (!isDone) known = correct(known, [third])
        } else if (known.report.status === 'due') {
          const telling = firstOf(known.report)
          if (step.kind === 'told') moments.push(telling.toldAt)
          known = { ...known, report: tell(known.report, step) }
        }
      }
      expect(moments).toEqual([...new Set(moments)].sort())
      const { shipment } = known.order as Extract<Order, { shipment: object }>
      if (known.report.status === 'told')
        expect(known.report.taken).toEqual({ parcels: shipment.parcels, isFinished: true })
      expect(known.report.status === 'due').toBe(known.report.nextAttemptAt !== undefined)
    }),
  )
})
