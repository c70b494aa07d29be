import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  contributions,
  creditedFen,
  FunnelSale,
  type Journey,
  orderStep,
  type Person,
  stepsOf,
  takeStep,
  VisitEvent,
} from '../../../domain/referrals/funnel.ts'
import { VisitorId } from '../../../domain/shared/ids.ts'
import { customerId, orderId, shopId } from '../shared/ids.ts'
import { linkCode } from './visits.ts'

const at = '2026-03-01T08:00:00.000Z'
const visitorId = VisitorId.parse('vis_00000000000000000000000001')
const device: Person = { kind: 'device', visitorId }
const customer: Person = { kind: 'customer', customerId: customerId(1) }
const link = { shopId: shopId(), linkCode: linkCode(9), referrerId: customerId(9), channel: 'moments', at }
const visited = (person: Person) => VisitEvent.parse({ type: 'link_visited', ...link, person })
const bound = (isRepeated: boolean) =>
  VisitEvent.parse({ type: 'visit_bound', ...link, visitorId, customerId: customerId(1), isRepeated })

/** What a device and the customer who logs in there count for together, after these events. */
function countedOf(events: readonly VisitEvent[], orders: readonly (readonly [number, number])[] = []) {
  const journeys: Record<Person['kind'], Journey> = {
    device: { isCustomer: false, visits: 0, orders: 0 },
    customer: { isCustomer: true, visits: 0, orders: 0 },
  }
  const steps = [
    ...events.flatMap(stepsOf),
    ...orders.map(([beforeFen, afterFen]) => orderStep(customerId(1), beforeFen, afterFen)),
  ]
  for (const step of steps) journeys[step.person.kind] = takeStep(journeys[step.person.kind], step)
  const [a, b] = [contributions(journeys.device), contributions(journeys.customer)]
  return [
    a.visits + b.visits,
    a.visitors + b.visitors,
    a.logins + b.logins,
    a.orders + b.orders,
    a.buyers + b.buyers,
    a.repeatBuyers + b.repeatBuyers,
  ].join(' ')
}

test.each([
  ['a device that opened it', [visited(device)], '1 1 0 0 0 0'],
  ['a device that came on two days', [visited(device), visited(device)], '2 1 0 0 0 0'],
  ['a customer', [visited(customer)], '1 1 1 0 0 0'],
  ['a device on which somebody logged in', [visited(device), bound(false)], '1 1 1 0 0 0'],
  ['a customer who had come by it elsewhere', [visited(customer), visited(device), bound(true)], '1 1 1 0 0 0'],
  ['a device that comes again after the login', [visited(device), bound(false), visited(device)], '2 2 1 0 0 0'],
])('%s', (_, events, counted) => {
  expect(countedOf(events)).toBe(counted)
})

test('in whatever order visits and logins are told, they come to the same', () => {
  const events = [visited(device), visited(device), visited(customer), bound(true), bound(false)]
  fc.assert(
    fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (told) => {
      expect(countedOf(told)).toBe(countedOf(events))
    }),
  )
})

test.each([
  ['one order', [[0, 8_800]], '1 1 1 1 1 0'],
  [
    'two orders',
    [
      [0, 8_800],
      [0, 100],
    ],
    '1 1 1 2 1 1',
  ],
  [
    'one of two given back in part',
    [
      [0, 8_800],
      [0, 100],
      [8_800, 1],
    ],
    '1 1 1 2 1 1',
  ],
  [
    'one of two given back whole',
    [
      [0, 8_800],
      [0, 100],
      [8_800, 0],
    ],
    '1 1 1 1 1 0',
  ],
] as const)('%s', (_, orders, counted) => {
  expect(countedOf([visited(customer)], orders)).toBe(counted)
})

test('an order of the shop’s own people counts for nothing', () => {
  const sale = { shopId: shopId(), orderId: orderId(), customerId: customerId(1), linkCode: linkCode(9) }
  const of = (excludedFromFigures: boolean) =>
    creditedFen(FunnelSale.parse({ ...sale, referrerId: null, channel: null, netPaidFen: 500, excludedFromFigures }))
  expect([of(false), of(true)]).toEqual([500, 0])
})
