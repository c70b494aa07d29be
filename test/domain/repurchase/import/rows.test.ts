import { describe, expect, test } from 'vitest'
import { guestOf, HistoryOwner } from '../../../../domain/repurchase/guest.ts'
import { OutsideId } from '../../../../domain/repurchase/history.ts'
import {
  type Columns,
  type Header,
  orderColumns,
  readHeader,
  refundColumns,
} from '../../../../domain/repurchase/import/columns.ts'
import { readOrderRow, readRefundRow } from '../../../../domain/repurchase/import/rows.ts'

const calendar = { timeZone: 'Asia/Shanghai', today: '2026-11-22' }
const columns = 'order_id,customer_id,product_id,quantity,amount,timestamp,refunded,referrer_id,channel'.split(',')
const plain = ['A1', 'c1', 'tea', '2', '29.33', '2024-03-01', '0', '', '']

function header(names: readonly string[], of: Columns = orderColumns): Header {
  const read = readHeader(names, of)
  if (!('at' in read)) throw new Error(`No header: ${JSON.stringify(read)}`)
  return read
}
const read = (changes: Readonly<Record<string, string>> = {}) =>
  readOrderRow(
    header(columns),
    columns.map((name, at) => changes[name] ?? plain[at] ?? ''),
    calendar,
  )
const row = (changes: Readonly<Record<string, string>>) => {
  const answer = read(changes)
  if (!answer.ok) throw new Error(answer.reason)
  return answer.row
}

test('reads a row of an order', () => {
  expect(read()).toEqual({
    ok: true,
    row: {
      orderId: 'A1',
      customerId: 'c1',
      productId: 'tea',
      quantity: 2,
      milliYuan: 29_330,
      when: { day: '2024-03-01', time: '' },
      isRefunded: false,
      referrerId: null,
      channel: null,
    },
  })
})

test('columns come in any order, in capitals, with others between, and the optional ones need not be there', () => {
  const at = header(['Timestamp', 'amount', 'colour', 'QUANTITY', 'product_id', ' customer_id ', 'order_id'])
  const fields = ['2024-03-01', '1', 'red', '3', 'tea', 'c9', 'A7']
  expect(readOrderRow(at, fields, calendar)).toMatchObject({
    ok: true,
    row: { orderId: 'A7', customerId: 'c9', quantity: 3, milliYuan: 1_000, isRefunded: false, channel: null },
  })
})

test('a header without a required column, or with one twice, says which', () => {
  const names = ['order_id', 'order_id', 'product_id', 'quantity', 'amount', 'timestamp']
  expect(readHeader(names, orderColumns)).toEqual({ missing: ['customer_id'], twice: ['order_id'] })
})

test.each([
  ['order_id', '', 'bad_id'],
  ['order_id', 'x'.repeat(65), 'bad_id'],
  ['customer_id', 'a\u0000b', 'bad_id'],
  ['customer_id', '\tA1\t.', 'bad_id'],
  ['product_id', ' ', 'bad_id'],
  ['quantity', '0', 'bad_quantity'],
  ['quantity', '-1', 'bad_quantity'],
  ['quantity', '1.5', 'bad_quantity'],
  ['quantity', '1000001', 'bad_quantity'],
  ['amount', '-1', 'bad_amount'],
  ['amount', '1.2345', 'bad_amount'],
  ['amount', '1,000.00', 'bad_amount'],
  ['amount', '', 'bad_amount'],
  ['amount', '10000000.01', 'bad_amount'],
  ['timestamp', '2024-02-30', 'bad_timestamp'],
  ['timestamp', '2024-03-01 24:00', 'bad_timestamp'],
  ['timestamp', '2024-03-01 10:60', 'bad_timestamp'],
  ['timestamp', '45352', 'bad_timestamp'],
  ['timestamp', '2024-03/01', 'bad_timestamp'],
  ['timestamp', '1969-12-31', 'bad_timestamp'],
  ['timestamp', '2026-11-23', 'bad_timestamp'],
  ['refunded', 'yes', 'bad_refunded'],
  ['referrer_id', 'x'.repeat(65), 'bad_id'],
] as const)('leaves out a row whose %s is "%s"', (column, text, reason) => {
  expect(read({ [column]: text })).toEqual({ ok: false, reason, column })
})

test('an order of this system is not imported from its own export', () => {
  const orderId = 'ord_00000000000000000000000001'
  expect(read({ order_id: orderId })).toEqual({ ok: false, reason: 'own_order_id', column: 'order_id' })
})

test('an order without a customer is its own guest’s, who has the name of no customer', () => {
  expect(row({ customer_id: ' ' }).customerId).toBe(guestOf('A1'))
  expect(row({ customer_id: guestOf('A1') }).customerId).toBe('A1')
  expect(OutsideId.safeParse(guestOf('A1')).success).toBe(false)
  expect(HistoryOwner.safeParse(guestOf('A1')).success).toBe(true)
  expect(read({ customer_id: '', order_id: '' })).toMatchObject({ reason: 'bad_id', column: 'order_id' })
})

test.each([
  ['0', 0],
  ['29.3', 29_300],
  ['29.335', 29_335],
  ['29.3300', 29_330],
  ['10000000', 10_000_000_000],
])('an amount of %s yuan is %i thousandths', (amount, milliYuan) => {
  expect(row({ amount }).milliYuan).toBe(milliYuan)
})

test.each([
  ['1', true],
  ['TRUE', true],
  ['false', false],
  ['', false],
])('refunded "%s" means %s', (refunded, isRefunded) => {
  expect(row({ refunded }).isRefunded).toBe(isRefunded)
})

describe('the day of a row', () => {
  test.each([
    ['2024-03-01', 'Asia/Shanghai', '2024-03-01', ''],
    ['2024-03-01', 'America/New_York', '2024-03-01', ''],
    ['2024/3/1', 'Pacific/Apia', '2024-03-01', ''],
    ['2024-03-01 23:59', 'Asia/Shanghai', '2024-03-01', '23:59:00.000'],
    ['2024-03-01T00:00:00', 'America/New_York', '2024-03-01', '00:00:00.000'],
    ['2024/3/1 8:05:09.5', 'Asia/Shanghai', '2024-03-01', '08:05:09.500'],
    ['2024-03-01T16:00:00Z', 'Asia/Shanghai', '2024-03-02', '2024-03-01T16:00:00.000Z'],
    ['2024-03-01T15:59:59.999Z', 'Asia/Shanghai', '2024-03-01', '2024-03-01T15:59:59.999Z'],
    ['2024-03-01 00:30+0800', 'Europe/London', '2024-02-29', '2024-02-29T16:30:00.000Z'],
    ['2024-03-31 00:30:00+00:00', 'Europe/London', '2024-03-31', '2024-03-31T00:30:00.000Z'],
    // Summer time: midnight in London is 23:00 UTC of the day before.
    ['2024-06-30T23:00:00z', 'Europe/London', '2024-07-01', '2024-06-30T23:00:00.000Z'],
  ])('of %s in %s is %s', (timestamp, timeZone, day, time) => {
    const fields = columns.map((name, at) => (name === 'timestamp' ? timestamp : (plain[at] ?? '')))
    expect(readOrderRow(header(columns), fields, { ...calendar, timeZone })).toMatchObject({
      ok: true,
      row: { when: { day, time } },
    })
  })
})

test('reads a row of a refund, and says what is wrong with one', () => {
  const at = header(['order_id', 'product_id', 'quantity', 'refund_id', 'customer_id', 'timestamp'], refundColumns)
  const fields = ['A1', 'tea', '1', 'R1', 'c1', '2024-03-05']
  const when = { day: '2024-03-05', time: '' }
  expect(readRefundRow(at, fields, calendar)).toEqual({
    ok: true,
    row: { orderId: 'A1', productId: 'tea', quantity: 1, refundId: 'R1', customerId: 'c1', when },
  })
  expect(readRefundRow(at, fields.with(4, ''), calendar)).toMatchObject({ row: { customerId: guestOf('A1') } })
  expect(readRefundRow(at, fields.with(3, ''), calendar)).toEqual({ ok: false, reason: 'bad_id', column: 'refund_id' })
})
