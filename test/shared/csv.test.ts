import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesMax } from '../../domain/orders/limits.ts'
import type { Order } from '../../domain/orders/order.ts'
import { Delivery } from '../../functions/orders/delivery.ts'
import { orderCsvRows, orderCsvTitles } from '../../functions/orders/order-csv.ts'
import { csvText } from '../../functions/shared/csv.ts'
import { pageLimitMax } from '../../functions/shared/http/page.ts'
import { orderIn } from '../domain/orders/orders.ts'

test.each([
  ['春茶', '春茶'],
  ['a,b', '"a,b"'],
  ['6" 杯', '"6"" 杯"'],
  ['two\r\nlines', '"two\r\nlines"'],
  [' kept ', '" kept "'],
  ['', ''],
  ['=1+1', "'=1+1"],
  ['+86', "'+86"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['＝1', "'＝1"],
  ['\tx', "'\tx"],
  ['=HYPERLINK("http://a","b")', `"'=HYPERLINK(""http://a"",""b"")"`],
  ['a=1', 'a=1'],
])('the cell %j is written %j', (text, written) => {
  expect(csvText([[text, 'x']])).toBe(`${written},x\r\n`)
})

test('a number of ours below zero is a number, a text that looks like one is not', () => {
  expect(csvText([[{ number: '-3.09' }, '-3.09']])).toBe("-3.09,'-3.09\r\n")
})

/** Reads CSV as RFC 4180 describes it. */
function parsed(text: string): string[][] {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)]
  const rows: string[][] = [[]]
  for (const [, quoted, plain = '', end] of cells) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

test('whatever is written is read back, and no cell that is read begins as a formula', () => {
  const text = fc.string({
    unit: fc.constantFrom('"', ',', '\r', '\n', '=', '+', '-', '@', '＝', "'", ' ', '\t', '茶'),
  })
  fc.assert(
    fc.property(fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { maxLength: 4 }), (rows) => {
      const read = parsed(csvText(rows))
      expect(read.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r＝])/, '')))).toEqual(
        rows.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r＝])/, ''))),
      )
      for (const cell of read.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r＝]/)
    }),
  )
})

const whereTo = ['陈大明', '+86 139 1234 5678', '330106', '浙江省 杭州市 西湖区', '=龙井路 1 号']
const [recipient = '', phone = '', regionCode = '', region = '', detail = ''] = whereTo
const toDoor: Delivery = { kind: 'express', address: { recipient, phone, regionCode, region, detail } }

test('an order is a row for each of its lines, in yuan and on the shop’s clock', () => {
  const { orderId, customerId } = orderIn.paid
  const [first, second, ...rest] = orderCsvRows(orderIn.paid, toDoor)
  expect(rest).toEqual([])
  expect(first).toEqual([
    orderId,
    'paid',
    '2026-03-01 16:00:00',
    '2026-03-01 16:05:00',
    customerId,
    orderIn.paid.lines[0]?.productId,
    orderIn.paid.lines[0]?.skuId,
    '明前龙井',
    '规格: 50 g',
    '2',
    '12.99',
    '25.98',
    '30.98',
    '0.00',
    'express',
    ...whereTo,
  ])
  expect(second?.slice(8)).toEqual(['规格: 10 g', '1', '5.00', '5.00', '30.98', '0.00', 'express', ...whereTo])
  expect(orderCsvRows(orderIn.awaiting_payment, toDoor)[0]?.[3]).toBe('')
})

test('who fetches an order may leave a number, and what is not sent has no address', () => {
  const cells = (delivery: Delivery) => orderCsvRows(orderIn.paid, delivery)[0]?.slice(-5)
  expect(cells({ kind: 'pickup', phone })).toEqual(['', phone, '', '', ''])
  expect(cells({ kind: 'pickup' })).toEqual(['', '', '', '', ''])
  expect(cells({ kind: 'virtual' })).toEqual(['', '', '', '', ''])
})

test('an address is no formula on the desk of the owner', () => {
  const [text = ''] = csvText(orderCsvRows(orderIn.paid, toDoor)).split('\r\n')
  expect(text).toMatch(/,'\+86 139 1234 5678,330106,[^,]*,'=龙井路 1 号$/)
})

test('every row has a cell for every title, in both languages', () => {
  for (const order of Object.values(orderIn))
    for (const row of orderCsvRows(order, toDoor))
      expect([row.length, row.length]).toEqual([orderCsvTitles('zh').length, orderCsvTitles('en').length])
})

test('a page of the longest orders that there can be is inside what a function may answer', () => {
  const options = Object.fromEntries(Array.from({ length: 5 }, (_, at) => [`${at}`.padEnd(20, '规'), '格'.repeat(40)]))
  const [line] = orderIn.paid.lines
  if (!line) throw new Error('An order has a line')
  const longest: Order = { ...orderIn.paid, lines: Array(linesMax).fill({ ...line, title: '茶'.repeat(60), options }) }
  const address = { recipient: '收'.repeat(32), phone: '+861391234567 890123', regionCode: '330106' }
  const farthest = Delivery.parse({
    kind: 'express',
    address: { ...address, region: '区'.repeat(100), detail: '号'.repeat(200) },
  })
  const bytes = Buffer.byteLength(csvText(orderCsvRows(longest, farthest))) * pageLimitMax
  expect(bytes).toBeGreaterThan(1_000_000)
  expect(bytes).toBeLessThan(6_000_000)
})
