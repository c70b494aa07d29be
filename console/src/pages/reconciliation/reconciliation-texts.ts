import { texts, useTexts } from '../../i18n/texts.ts'

export const reconciliationTexts = texts({
  title: { zh: '对账', en: 'Reconciliation' },
  hint: {
    zh: '每天上午十点后，把昨天与微信的交易账单和资金账单逐笔核对。按北京时间。',
    en: 'After ten each morning the day before is held against WeChat’s trade bill and fund flow, line by line. Days are Beijing’s.',
  },
  day: { zh: '日期', en: 'Day' },
  status: { zh: '结果', en: 'Result' },
  green: { zh: '一致', en: 'Green' },
  differences: { zh: '{n} 笔不符', en: '{n} differ' },
  payments: { zh: '收款', en: 'Payments' },
  refunds: { zh: '退款', en: 'Refunds' },
  lines: { zh: '{n} 笔', en: '{n}' },
  net: { zh: '净额', en: 'Net' },
  fundFlow: { zh: '资金账单', en: 'Fund flow' },
  held: { zh: '已核对', en: 'Held against' },
  not_permitted: { zh: '未开通，只核对交易账单', en: 'Not open to us: trade bill only' },
  notHeld: { zh: '未核对', en: 'Not held against' },
  reconciledAt: { zh: '核对于', en: 'Done at' },
  nothing: {
    zh: '还没有核对过的日子；有收款的次日上午就有',
    en: 'No day yet; the first comes the morning after a payment',
  },
  ofDay: { zh: '{day} 的差异', en: 'What differs on {day}' },
  close: { zh: '收起', en: 'Close' },
  allGreen: { zh: '这一天每一笔都一致', en: 'Every line of this day agrees' },
  kind: { zh: '差异', en: 'Difference' },
  of: { zh: '类别', en: 'Kind' },
  payment: { zh: '收款', en: 'Payment' },
  refund: { zh: '退款', en: 'Refund' },
  number: { zh: '单号', en: 'Number' },
  order: { zh: '订单', en: 'Order' },
  here: { zh: '我们这边', en: 'Here' },
  atWechat: { zh: '微信那边', en: 'At WeChat' },
  expected: { zh: '交易账单', en: 'Trade bill' },
  moved: { zh: '账户变动', en: 'Account' },
  in: { zh: '入', en: 'in' },
  out: { zh: '出', en: 'out' },
  none: { zh: '无', en: 'None' },
  tradeBill: { zh: '与交易账单', en: 'Against the trade bill' },
  fundBill: { zh: '与资金账单', en: 'Against the fund flow' },
  others: { zh: '账户其他变动：入 {in}，出 {out}', en: 'Other movements of the account: in {in}, out {out}' },
})

export const differenceTexts = texts({
  missing_here: { zh: '微信有，我们没有', en: 'WeChat has it, we do not' },
  missing_at_wechat: { zh: '我们有，账单没有', en: 'We have it, the bill does not' },
  amount_differs: { zh: '金额不同', en: 'Amounts differ' },
  state_differs: { zh: '状态不同', en: 'States differ' },
  transaction_differs: { zh: '交易号不同', en: 'Another transaction' },
  not_moved: { zh: '账户没有变动', en: 'The account did not move' },
  moved_twice: { zh: '账户变动了多次', en: 'The account moved more than once' },
  movement_differs: { zh: '变动的金额或方向不同', en: 'It moved by another amount or way' },
  movement_unknown: { zh: '交易账单里没有的变动', en: 'A movement the trade bill does not have' },
})

/** States of a line, ours and in WeChat's words. */
const stateTexts = texts({
  prepared: { zh: '未付款', en: 'Not paid' },
  requested: { zh: '退款中', en: 'Being refunded' },
  accepted: { zh: '退款中', en: 'Being refunded' },
  succeeded: { zh: '成功', en: 'Succeeded' },
  abnormal: { zh: '退款异常', en: 'Abnormal' },
  closed: { zh: '已关闭', en: 'Closed' },
  SUCCESS: { zh: '成功', en: 'Succeeded' },
  FAIL: { zh: '失败', en: 'Failed' },
  PROCESSING: { zh: '处理中', en: 'In progress' },
})

const isKnown = (state: string): state is keyof typeof stateTexts => Object.hasOwn(stateTexts, state)

/** `useStateName()('SUCCESS')`; a word of WeChat's that we do not know is shown as it is. */
export function useStateName() {
  const t = useTexts(stateTexts)
  return (state: string): string => (isKnown(state) ? t(state) : state)
}
