import { Tag } from 'antd'
import type { Item } from '../../api/call.ts'
import { texts, useTexts } from '../../i18n/texts.ts'

export type Order = Item<'list-orders'>
export type OrderStatus = Order['status']

export const statusTexts = texts<OrderStatus>({
  awaiting_payment: { zh: '待付款', en: 'Awaiting payment' },
  paid: { zh: '待发货', en: 'To ship' },
  shipped: { zh: '已发货', en: 'Shipped' },
  received: { zh: '已收货', en: 'Received' },
  completed: { zh: '已完成', en: 'Completed' },
  refunded: { zh: '已退款', en: 'Refunded' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
  cancelled_refunding: { zh: '取消退款中', en: 'Cancelled, refunding' },
  cancelled_refunded: { zh: '取消已退款', en: 'Cancelled, refunded' },
})

/** Coloured where somebody has to do something. */
const colours: Readonly<Record<OrderStatus, string>> = {
  awaiting_payment: 'default',
  paid: 'orange',
  shipped: 'cyan',
  received: 'green',
  completed: 'green',
  refunded: 'default',
  cancelled: 'default',
  cancelled_refunding: 'red',
  cancelled_refunded: 'default',
}

export const orderStatuses = Object.keys(statusTexts) as OrderStatus[]

export function OrderStatusTag({ status }: { readonly status: OrderStatus }) {
  const t = useTexts(statusTexts)
  return <Tag color={colours[status]}>{t(status)}</Tag>
}
