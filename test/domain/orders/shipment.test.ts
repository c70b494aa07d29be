import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dueMoment, passTime, receiveOrder } from '../../../domain/orders/fulfil-order.ts'
import type { Order } from '../../../domain/orders/order.ts'
import { correctShipment, shipOrder } from '../../../domain/orders/ship-order.ts'
import { type Parcel, parcelsMax } from '../../../domain/orders/shipment.ts'
import { addDays, addMinutes } from '../../../domain/shared/time.ts'
import { made } from '../shared/made.ts'
import { evolved, evolvedTo, orderIn, shippedAt } from './orders.ts'

const { paid } = orderIn
const first = { carrier: 'SF', trackingNo: 'SF0001' }
const second = { carrier: 'SF', trackingNo: 'SF0002' }
const third = { carrier: 'YTO', trackingNo: 'YT0003' }
const later = addDays(shippedAt, 2)
const ship = (order: Order, parcels: Parcel[], isLast: boolean, at = shippedAt) =>
  evolved(order, made(shipOrder(order, { parcels, isLast }, at)))
const refusalOf = (decision: ReturnType<typeof shipOrder> | ReturnType<typeof correctShipment>) =>
  decision.ok ? decision.events.map(({ type }) => type).join(' and ') || 'no news' : decision.refusal.code

const numbersOf = (order: Order) =>
  'shipment' in order ? order.shipment.parcels.map(({ trackingNo }) => trackingNo) : []
/** The order as if it had been placed for that kind of delivery. */
const forKind = <Each extends Order>(order: Each, kind: 'pickup' | 'virtual'): Each => ({
  ...order,
  delivery: { kind },
})

const open = ship(paid, [first], false)
const complete = ship(open, [second], true, later)

describe('parcels that are told one after the other', () => {
  test('the first makes the order shipped, the last makes it complete', () => {
    expect(open).toMatchObject({
      status: 'shipped',
      shippedAt,
      shipment: { parcels: [first], isComplete: false, lastSentAt: shippedAt },
    })
    expect(complete).toMatchObject({
      status: 'shipped',
      shippedAt,
      shipment: { parcels: [first, second], isComplete: true, lastSentAt: later },
    })
  })

  test('the automatic receipt counts from the last, and never comes before it', () => {
    expect(dueMoment(open)).toBeUndefined()
    expect(passTime(open, addDays(shippedAt, 400))).toEqual([])
    expect(dueMoment(complete)).toBe(addDays(later, paid.autoReceiveDays))
  })

  test('told again, a parcel is no news and is kept once', () => {
    expect(refusalOf(shipOrder(open, { parcels: [first], isLast: false }, later))).toBe('no news')
    expect(ship(open, [first, second, second], true, later)).toMatchObject({ shipment: { parcels: [first, second] } })
    expect(refusalOf(shipOrder(complete, { parcels: [second], isLast: true }, later))).toBe('no news')
    expect(refusalOf(shipOrder(complete, { parcels: [second], isLast: false }, later))).toBe('no news')
  })

  test('the word that those before were all completes it', () => {
    expect(ship(open, [first], true, later)).toMatchObject({
      shipment: { parcels: [first], isComplete: true, lastSentAt: later },
    })
  })

  test('after the last there is none', () => {
    expect(refusalOf(shipOrder(complete, { parcels: [third], isLast: true }, later))).toBe('already_shipped')
  })

  test('can still be told when the buyer has already said that the goods are there', () => {
    const received = evolvedTo('received', open, made(receiveOrder(open, later)))
    expect(ship(received, [second], true, addDays(later, 1))).toMatchObject({
      status: 'received',
      shipment: { parcels: [first, second], isComplete: true },
    })
  })

  test('are at most ten in all, whatever is told when', () => {
    const parcel = fc.integer({ min: 1, max: 14 }).map((at) => ({ carrier: 'SF', trackingNo: `SF${1000 + at}` }))
    const goes = fc.array(fc.array(parcel, { minLength: 1, maxLength: parcelsMax }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(goes, (all) => {
        let kept: readonly string[] = []
        let order: Order = paid
        for (const [at, parcels] of all.entries()) {
          const wanted = [...new Set([...kept, ...parcels.map(({ trackingNo }) => trackingNo)])]
          const decision = shipOrder(order, { parcels, isLast: false }, addMinutes(shippedAt, at))
          expect(decision.ok || decision.refusal.code).toBe(wanted.length <= parcelsMax || 'too_many_parcels')
          if (!decision.ok || decision.events.length === 0) continue
          order = evolved(order, decision.events)
          kept = wanted
          expect(numbersOf(order)).toEqual(wanted)
        }
      }),
    )
  })
})

describe('a correction', () => {
  const corrected = evolved(complete, made(correctShipment(complete, [third], later)))

  test('takes the place of all parcels, and moves no deadline', () => {
    expect(corrected).toMatchObject({
      status: 'shipped',
      shipment: { parcels: [third], isComplete: true, lastSentAt: later, correctedAt: later },
    })
    expect(dueMoment(corrected)).toBe(dueMoment(complete))
  })

  test('is made once; the same again is no news', () => {
    expect(refusalOf(correctShipment(corrected, [third, third], later))).toBe('no news')
    expect(refusalOf(correctShipment(corrected, [first], later))).toBe('shipment_already_corrected')
    expect(refusalOf(shipOrder(corrected, { parcels: [first], isLast: true }, later))).toBe('already_shipped')
  })

  test('to the parcels that were told is no news, in whatever order', () => {
    expect(refusalOf(correctShipment(complete, [second, first], later))).toBe('no news')
    expect(refusalOf(correctShipment(complete, [first], later))).toBe('shipment_corrected')
  })

  test('waits for the last parcel', () => {
    expect(refusalOf(correctShipment(open, [third], later))).toBe('shipment_incomplete')
  })

  test('comes too late after the receipt', () => {
    const received = evolvedTo('received', complete, made(receiveOrder(complete, later)))
    expect(refusalOf(correctShipment(received, [third], later))).toBe('already_received')
  })
})

describe.each(['pickup', 'virtual'] as const)('an order for %s', (kind) => {
  const order = forKind(paid, kind)
  test('is shipped without parcels, at once', () => {
    const decision = shipOrder(order, { parcels: [], isLast: true }, shippedAt)
    expect(made(decision)).toMatchObject([{ type: 'order_shipped', parcels: [], isLast: true }])
    const shipped = evolved(paid, made(decision))
    expect(dueMoment(shipped)).toBe(addDays(shippedAt, paid.autoReceiveDays))
    expect(refusalOf(shipOrder(forKind(shipped, kind), { parcels: [], isLast: true }, later))).toBe('no news')
  })
  test.each([
    ['a parcel', { parcels: [first], isLast: true }],
    ['more to come', { parcels: [], isLast: false }],
  ])('refuses %s', (_, sent) => {
    expect(shipOrder(order, sent, shippedAt)).toEqual({
      ok: false,
      refusal: { code: 'parcels_not_expected', field: 'parcels' },
    })
  })
  test('has nothing to correct', () => {
    const shipped = forKind(complete, kind)
    expect(refusalOf(correctShipment(shipped, [third], later))).toBe('parcels_not_expected')
  })
})
