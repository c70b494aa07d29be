import { texts } from '../../i18n/texts.ts'

export const importTexts = texts({
  title: { zh: '导入历史订单', en: 'Import past orders' },
  hint: {
    zh: '店铺以前的订单,复购指标从那时算起。同一个文件可以再传一次,不会重复。',
    en: 'Orders from before: the figures begin with them. The same file may be sent again and counts once.',
  },
  kind: { zh: '文件内容', en: 'What the file has' },
  orders: { zh: '订单', en: 'Orders' },
  refunds: { zh: '退款(先传订单)', en: 'Refunds (after their orders)' },
  columnsOrders: {
    zh: '首行是列名:order_id,customer_id,product_id,quantity,amount,timestamp,可选 refunded,referrer_id,channel。金额为整行的元。',
    en: 'First line: order_id,customer_id,product_id,quantity,amount,timestamp, and optionally refunded,referrer_id,channel. An amount is its row’s total in yuan.',
  },
  columnsRefunds: {
    zh: '首行是列名:order_id,product_id,quantity,refund_id,customer_id,timestamp。',
    en: 'First line: order_id,product_id,quantity,refund_id,customer_id,timestamp.',
  },
  choose: { zh: '选择 CSV 文件', en: 'Choose a CSV file' },
  start: { zh: '导入 {name}', en: 'Import {name}' },
  empty: { zh: '文件里没有数据行', en: 'The file has no rows' },
  running: { zh: '正在导入,请留在此页', en: 'Importing; please stay on this page' },
  stopped: { zh: '在第 {n} 段停下了,再导入一次会接着做', en: 'Stopped at part {n}; import it again to go on' },
  doneTitle: { zh: '导入完成', en: 'Imported' },
  rows: { zh: '行', en: 'Rows' },
  newOrders: { zh: '新订单', en: 'New orders' },
  refused: { zh: '被拒的行', en: 'Refused lines' },
  line: { zh: '行号', en: 'Line' },
  column: { zh: '列', en: 'Column' },
  reason: { zh: '原因', en: 'Reason' },
  noneRefused: { zh: '没有被拒的行', en: 'No line was refused' },
  toFigures: { zh: '看复购指标', en: 'See the figures' },
  progress: { zh: '导入进度', en: 'Progress' },
})
