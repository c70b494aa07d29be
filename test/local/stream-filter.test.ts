import { expect, test } from 'vitest'
import { compileFilters } from '../../local/stream-filter.ts'

const inserted = (type: string, total = '5') => ({
  eventName: 'INSERT',
  dynamodb: { NewImage: { eventType: { S: type }, total: { N: total } } },
})
const image = (attributes: unknown) => ({ dynamodb: { NewImage: attributes } })

test.each<[string, unknown, unknown, unknown]>([
  [
    'one of a list',
    { eventName: ['INSERT'], ...image({ eventType: { S: ['order_paid', 'order_completed'] } }) },
    inserted('order_paid'),
    inserted('order_placed'),
  ],
  ['every field', { eventName: ['INSERT'] }, inserted('a'), { ...inserted('a'), eventName: 'MODIFY' }],
  ['a prefix', image({ eventType: { S: [{ prefix: 'order_' }] } }), inserted('order_x'), inserted('x_order_')],
  ['a suffix', image({ eventType: { S: [{ suffix: '_paid' }] } }), inserted('x_paid'), inserted('x_paid_')],
  ['presence', image({ total: { N: [{ exists: true }] } }), inserted('a'), image({ eventType: { S: 'a' } })],
  ['absence', image({ total: { N: [{ exists: false }] } }), image({ eventType: { S: 'a' } }), inserted('a')],
  [
    'numbers from and below',
    image({ total: { N: [{ numeric: ['>=', 5, '<', 10] }] } }),
    inserted('a', '9.99'),
    inserted('a', '10'),
  ],
  [
    'an equal number however written',
    image({ total: { N: [{ numeric: ['=', 5] }] } }),
    inserted('a', '5.0'),
    inserted('a', '6'),
  ],
  ['anything but', image({ eventType: { S: [{ 'anything-but': ['a', 'b'] }] } }), inserted('c'), inserted('b')],
  [
    'letters of either case',
    image({ eventType: { S: [{ 'equals-ignore-case': 'PAID' }] } }),
    inserted('paid'),
    inserted('x'),
  ],
])('matches %s', (_, pattern, passing, failing) => {
  const passes = compileFilters([JSON.stringify(pattern)])
  expect([passes(passing), passes(failing)]).toEqual([true, false])
})

test('passes what one of several patterns matches, and everything without a pattern', () => {
  const passes = compileFilters(['{"eventName":["INSERT"]}', '{"eventName":["REMOVE"]}'])
  expect(['INSERT', 'MODIFY', 'REMOVE'].map((eventName) => passes({ eventName }))).toEqual([true, false, true])
  expect(compileFilters([])({ eventName: 'MODIFY' })).toBe(true)
})

test('a field that is inherited is not there', () => {
  expect(compileFilters(['{"constructor":[{"exists":true}]}'])({})).toBe(false)
})
