import type { Item } from '../../api/call.ts'
import { texts } from '../../i18n/texts.ts'

export const importTexts = texts({
  title: { zh: '导入历史订单', en: 'Import past orders' },
  hint: {
    zh: '店铺以前的订单，复购指标从那时算起。同一个文件可以再传一次，不会重复。',
    en: 'Orders from before: the figures begin with them. The same file may be sent again and counts once.',
  },
  kind: { zh: '文件内容', en: 'What the file has' },
  orders: { zh: '订单', en: 'Orders' },
  refunds: { zh: '退款（先传订单）', en: 'Refunds (after their orders)' },
  firstLine: { zh: '首行是列名：', en: 'The first line has the names of the columns:' },
  optional: { zh: '可选：', en: 'and may have' },
  amountHint: { zh: '金额为整行的元。', en: 'An amount is its row’s total in yuan.' },
  sizeHint: { zh: '文件不超过 {mb} MB。', en: 'Up to {mb} MB.' },
  tooLarge: {
    zh: '{name} 超过 {mb} MB，请按时间分成几个文件导入。',
    en: '{name} has more than {mb} MB; please import it as several files, one period each.',
  },
  choose: { zh: '选择 CSV 文件', en: 'Choose a CSV file' },
  start: { zh: '导入 {name}', en: 'Import {name}' },
  empty: { zh: '文件里没有数据行', en: 'The file has no rows' },
  running: {
    zh: '正在导入，关掉此页会停在半路，可以再接着导',
    en: 'Importing; who leaves stops it and may go on later',
  },
  stopped: { zh: '已导入 {n} 段，共 {of} 段', en: '{n} of {of} parts are in' },
  goOn: {
    zh: '在这台或别的设备上再选同一个文件导入，会从停下的地方接着做。',
    en: 'Choose the same file again, here or elsewhere, and it goes on where it stopped.',
  },
  doneTitle: { zh: '导入完成', en: 'Imported' },
  rows: { zh: '行数', en: 'Rows' },
  newOrders: { zh: '新订单', en: 'New orders' },
  refused: { zh: '被拒的行', en: 'Refused lines' },
  line: { zh: '行号', en: 'Line' },
  lineNumber: { zh: '第 {n} 行', en: 'Line {n}' },
  column: { zh: '列', en: 'Column' },
  reason: { zh: '原因', en: 'Reason' },
  noneRefused: { zh: '没有被拒的行', en: 'No line was refused' },
  toFigures: { zh: '看复购指标', en: 'See the figures' },
  progress: { zh: '导入进度', en: 'Progress' },
})

type Reason = Item<'list-import-refused'>['reason']

/** Why a line was left out. */
export const reasonTexts = texts<Reason>({
  unreadable_line: { zh: '这一行的列与列名对不上', en: 'Not a line with the columns of the first' },
  bad_id: {
    zh: '编号为空、太长或有不可见字符',
    en: 'An id is empty, too long, or has characters that cannot be shown',
  },
  bad_quantity: { zh: '数量要是正整数', en: 'A quantity is a whole number from 1' },
  bad_amount: {
    zh: '金额要是不小于 0 的元，最多三位小数',
    en: 'An amount is yuan, 0 or more, with up to three decimals',
  },
  bad_timestamp: {
    zh: '时间写成 YYYY-MM-DD，可带时分；不能在将来',
    en: 'A time is YYYY-MM-DD, with or without hh:mm, and not in the future',
  },
  bad_refunded: { zh: '退款标记写 0、1、true 或 false', en: 'Refunded is 0, 1, true or false' },
  own_order_id: { zh: '本系统已有这笔订单', en: 'This order is known here already' },
  order_of_other_customer: {
    zh: '前面的行说这笔订单是另一位顾客的',
    en: 'An earlier row gives the order to another customer',
  },
  order_on_other_day: { zh: '前面的行说这笔订单在另一天', en: 'An earlier row has the order on another day' },
  order_full: { zh: '这笔订单的行数已到上限', en: 'The order has as many rows as it may' },
  customer_full: { zh: '这位顾客的订单数已到上限', en: 'The customer has as many orders as a history may' },
  unknown_order: { zh: '没有导入过这位顾客的这笔订单', en: 'No imported order of this id and customer' },
  unknown_product: { zh: '订单里没有这个商品', en: 'The order has nothing of the product' },
  more_than_bought: { zh: '退的比买的多', en: 'More units than are left of the product' },
})
