import { expect, test } from 'vitest'
import { UnreadableBill } from '../../functions/payments/wechat-pay/bill-records.ts'
import { parseFundFlowBill } from '../../functions/payments/wechat-pay/fund-flow-file.ts'

const head =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号'
const sumHead = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额'
const line = (no: string, kind: string, way: string, yuan: string) =>
  `\`2026-11-21 12:00:00,\`${no},\`F1,\`${kind},\`${kind},\`${way},\`${yuan},\`1.00,\`system,\`备注,\`V1`
const payment = line('421', '交易', '收入', '12.34')
const refund = line('503', '退款', '支出', '2.30')
const fee = line('421', '手续费', '支出', '0.07')
const withdrawal = line('', '提现', '支出', '20000000.00')
const bill = (...lines: string[]) => [head, ...lines].join('\r\n')
const whole = bill(payment, fee, refund, sumHead, '`3,`1,`12.34,`2,`2.37')
const movements = [
  { kind: 'payment', direction: 'in', businessNo: '421', amountFen: 1_234 },
  { kind: 'other', direction: 'out', businessNo: '421', amountFen: 7 },
  { kind: 'refund', direction: 'out', businessNo: '503', amountFen: 230 },
]

test.each([
  ['as WeChat writes it', whole],
  ['with counts that have a decimal', whole.replace('`3,`1,', '`3.0,`1.0,').replace(',`2,`2.37', ',`2.0,`2.37')],
  ['with full-width parentheses in its head', whole.replaceAll('(元)', '（元）')],
])('a bill %s is read in fen', (_name, file) => {
  expect(parseFundFlowBill(file)).toEqual(movements)
})

test('a withdrawal has no number of a business, and may be larger than any order', () => {
  const file = bill(withdrawal, sumHead, '`1,`0,`0.00,`1,`20000000.00')
  expect(parseFundFlowBill(file)).toEqual([
    { kind: 'other', direction: 'out', businessNo: '', amountFen: 2_000_000_000 },
  ])
})

test.each([
  ['with another number of lines', whole.replace('`3,`1', '`4,`1')],
  ['with another number of incomes', whole.replace('`3,`1,', '`3,`2,')],
  ['with another income', whole.replace('`1,`12.34,`2', '`1,`12.35,`2')],
  ['with another number of expenses', whole.replace(',`2,`2.37', ',`1,`2.37')],
  ['with another expense', whole.replace('`2.37', '`2.38')],
  ['without a line', bill(payment, refund, sumHead, '`3,`1,`12.34,`2,`2.37')],
  ['with a payment without its number', whole.replace('`421,`F1,`交易', '`,`F1,`交易')],
  ['with a way that is neither in nor out', whole.replace('`收入', '`冻结')],
  ['with an amount that is none', whole.replace('`收入,`12.34', '`收入,`12.345')],
  ['without the column of the amounts', whole.replace('收支金额(元)', '金额')],
  ['without sums', bill(payment)],
])('a bill %s is not taken', (_name, file) => {
  expect(() => parseFundFlowBill(file)).toThrow(UnreadableBill)
})
