import { texts } from '../../i18n/texts.ts'

export const channelTexts = texts({
  title: { zh: '渠道', en: 'Channels' },
  hint: {
    zh: '顾客从哪里来、来了多少又回来多少，和在那里花的钱。',
    en: 'Where customers come from, how many of them come back, and what it costs to be there.',
  },
  nothing: {
    zh: '还没有从渠道来的顾客。推荐人分享带渠道的链接，或导入带渠道的往期订单后，这里会显示各渠道的成效。',
    en: 'Nobody has come by a channel yet. Links name one, and so may the orders of an imported past.',
  },
  notAll: { zh: '只显示前 {n} 个渠道', en: 'Only the first {n} channels are shown' },
  channel: { zh: '渠道', en: 'Channel' },
  customers: { zh: '顾客', en: 'Customers' },
  rate: { zh: '复购率', en: 'Came back' },
  won: { zh: '成交净额', en: 'Sales won' },
  orders: { zh: '{n} 单', en: 'orders: {n}' },
  spent: { zh: '投入', en: 'Spent' },
  return: { zh: '投入产出比', en: 'Return' },
  perCustomer: { zh: '获客成本', en: 'Per customer' },
  perRepeat: { zh: '复购顾客成本', en: 'Per repeat customer' },
  record: { zh: '记录投入', en: 'Record spending' },
  recordHint: {
    zh: '同一渠道同一天再记一次会覆盖之前的金额；记 0 表示撤销。',
    en: 'The same channel and day once more replaces the amount; 0 takes it back.',
  },
  channelHelp: { zh: '与链接里的渠道名相同，例如 moments', en: 'As links name it, for example moments' },
  day: { zh: '日期', en: 'Day' },
  amount: { zh: '金额（元）', en: 'Amount (yuan)' },
  saved: { zh: '已记录', en: 'Recorded' },
  required: { zh: '请填写', en: 'Fill this in' },
  recorded: { zh: '投入记录', en: 'Recorded spending' },
  month: { zh: '月份', en: 'Month' },
  days: { zh: '各日投入', en: 'By day' },
  nothingRecorded: {
    zh: '还没有记录投入。记录后即可看到每个渠道的投入产出比。',
    en: 'Nothing has been recorded yet. With it, each channel shows its return.',
  },
})
