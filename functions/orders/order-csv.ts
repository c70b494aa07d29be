import type { Order } from '../../domain/orders/order.ts'
import { yuanText } from '../../domain/shared/fen.ts'
import { shopDayAndTime } from '../../domain/shared/time.ts'
import type { Delivery } from './delivery.ts'

/** One column: its title in both languages, and what it shows of a line of an order. */
type Column = {
  readonly zh: string
  readonly en: string
  readonly of: (order: Order, line: Order['lines'][number], delivery: Delivery) => string
}

const columns: readonly Column[] = [
  { zh: '订单编号', en: 'Order', of: ({ orderId }) => orderId },
  { zh: '状态', en: 'Status', of: ({ status }) => status },
  { zh: '下单时间', en: 'Placed', of: ({ placedAt, timeZone }) => shopDayAndTime(placedAt, timeZone) },
  {
    zh: '付款时间',
    en: 'Paid',
    of: (order) => ('paidAt' in order ? shopDayAndTime(order.paidAt, order.timeZone) : ''),
  },
  { zh: '客户编号', en: 'Customer', of: ({ customerId }) => customerId },
  { zh: '商品编号', en: 'Product id', of: (_, { productId }) => productId },
  { zh: '规格编号', en: 'Variant id', of: (_, { skuId }) => skuId },
  { zh: '商品', en: 'Product', of: (_, { title }) => title },
  { zh: '规格', en: 'Variant', of: (_, { options }) => optionsText(options) },
  { zh: '数量', en: 'Quantity', of: (_, { quantity }) => String(quantity) },
  { zh: '单价（元）', en: 'Unit price (yuan)', of: (_, { unitPriceFen }) => yuanText(unitPriceFen) },
  { zh: '金额（元）', en: 'Amount (yuan)', of: (_, { amountFen }) => yuanText(amountFen) },
  { zh: '订单金额（元）', en: 'Order total (yuan)', of: ({ totalFen }) => yuanText(totalFen) },
  { zh: '运费（元）', en: 'Shipping fee (yuan)', of: ({ shippingFeeFen }) => yuanText(shippingFeeFen) },
  { zh: '配送方式', en: 'Delivery', of: ({ delivery }) => delivery.kind },
  { zh: '收货人', en: 'Recipient', of: (_, __, delivery) => addressOf(delivery)?.recipient ?? '' },
  { zh: '电话', en: 'Phone', of: (_, __, delivery) => phoneOf(delivery) ?? '' },
  { zh: '地区代码', en: 'Region code', of: (_, __, delivery) => addressOf(delivery)?.regionCode ?? '' },
  { zh: '地区', en: 'Region', of: (_, __, delivery) => addressOf(delivery)?.region ?? '' },
  { zh: '详细地址', en: 'Address', of: (_, __, delivery) => addressOf(delivery)?.detail ?? '' },
]

const addressOf = (delivery: Delivery) => (delivery.kind === 'express' ? delivery.address : undefined)
const phoneOf = (delivery: Delivery) => (delivery.kind === 'pickup' ? delivery.phone : addressOf(delivery)?.phone)

const optionsText = (options: Readonly<Record<string, string>>) =>
  Object.entries(options)
    .map(([name, value]) => `${name}: ${value}`)
    .join('; ')

/** The titles of the columns. */
export const orderCsvTitles = (language: 'zh' | 'en'): string[] => columns.map((column) => column[language])

/** A row for each line of an order. @param delivery where it goes to, opened for the shop's owner. */
export const orderCsvRows = (order: Order, delivery: Delivery): string[][] =>
  order.lines.map((line) => columns.map((column) => column.of(order, line, delivery)))
