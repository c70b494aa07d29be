import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTradeBill } from '../../functions/payments/wechat-pay/bill-file.ts'
import { fenOf, UnreadableBill } from '../../functions/payments/wechat-pay/bill-records.ts'

const head = '交易时间,微信订单号,商户订单号,交易状态,微信退款单号,商户退款单号,退款状态,商品名称,订单金额,申请退款金额'
const sumHead = '总交易单数,订单总金额,申请退款总金额'
const payment = '`2026-11-21 12:00:00,`421,`pay_1,`SUCCESS,`0,`0,`,`春茶,`12.34,`0.00'
const refund = '`2026-11-21 13:00:00,`421,`pay_1,`REFUND,`503,`ref_1,`SUCCESS,`春茶,`0.00,`2.30'
const bill = (...lines: string[]) => [head, ...lines].join('\r\n')
const whole = bill(payment, refund, sumHead, '`2,`12.34,`2.30')
const rows = [
  { kind: 'payment', outTradeNo: 'pay_1', transactionId: '421', amountFen: 1_234, state: 'SUCCESS' },
  {
    kind: 'refund',
    outTradeNo: 'pay_1',
    outRefundNo: 'ref_1',
    refundId: '503',
    transactionId: '421',
    amountFen: 230,
    state: 'SUCCESS',
  },
]

test.each([
  ['as WeChat writes it', whole],
  ['with a line feed at its end', `${whole}\r\n`],
  ['with line feeds alone', whole.replaceAll('\r\n', '\n')],
  ['with a byte order mark', `\ufeff${whole}`],
  ['with values in quotation marks', whole.replaceAll('`春茶', '"`春""茶,\n新"')],
  ['with a product’s name that has commas and quotation marks', whole.replaceAll('春茶', '春茶,"头采"')],
])('a bill is read %s', (_name, file) => {
  expect(parseTradeBill(file)).toEqual(rows)
})

test.each([
  ['that is empty', ''],
  ['without its sums', bill(payment, refund)],
  ['that was cut', whole.slice(0, -4)],
  ['with a line too few', bill(payment, sumHead, '`2,`12.34,`2.30')],
  ['with another sum', bill(payment, refund, sumHead, '`2,`12.35,`2.30')],
  ['without a column', whole.replace('商户订单号', '订单号')],
  ['with a line of too few values', bill(payment.replace(',`春茶', ''), sumHead, '`1,`12.34,`0.00')],
  ['with an amount of three decimals', whole.replaceAll('12.34', '12.340')],
  ['with a negative amount', whole.replaceAll('12.34', '-12.34')],
  ['with a refund without a number', whole.replace('`ref_1', '`')],
  ['with an open quotation mark', whole.replace('`春茶', '"`春茶')],
])('a bill %s is not taken', (_name, file) => {
  expect(() => parseTradeBill(file)).toThrow(UnreadableBill)
})

test('yuan become fen digit by digit', () => {
  expect(['0', '0.1', '0.07', '1.10', '0.29', '10000000.00'].map((yuan) => fenOf(yuan, 1))).toEqual([
    0, 10, 7, 110, 29, 1_000_000_000,
  ])
  for (const wrong of ['', '.5', '1.', '1e3', ' 1', '１', '10000000.01', '0x1'])
    expect(() => fenOf(wrong, 1)).toThrow(UnreadableBill)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (fen) => {
      const digits = String(fen).padStart(3, '0')
      expect(fenOf(`${digits.slice(0, -2)}.${digits.slice(-2)}`, 1)).toBe(fen)
    }),
  )
})

test('whatever a product is called, numbers and amounts are read as they were written', () => {
  const name = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !/[\r\n`]/.test(text))
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.nat(1_000_000)), { maxLength: 20 }), (sales) => {
      const yuan = (fen: number) => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
      const lines = sales.map(
        ([title, fen], at) => `\`1,\`42${at},\`pay_${at},\`SUCCESS,\`0,\`0,\`,\`${title},\`${yuan(fen)},\`0.00`,
      )
      const sum = yuan(sales.reduce((total, [, fen]) => total + fen, 0))
      const read = parseTradeBill(bill(...lines, sumHead, `\`${sales.length},\`${sum},\`0.00`))
      expect(read.map(({ outTradeNo, amountFen }) => [outTradeNo, amountFen])).toEqual(
        sales.map(([, fen], at) => [`pay_${at}`, fen]),
      )
    }),
  )
})
