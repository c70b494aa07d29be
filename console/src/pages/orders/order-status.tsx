import type { Item } from '../../api/call.ts'
import { texts, useTexts } from '../../i18n/texts.ts'
import { StateTag, type Tone } from '../../parts/state-tag.tsx'

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

/** What each asks of the shop. */
const tones: Readonly<Record<OrderStatus, Tone>> = {
  awaiting_payment: 'calm',
  paid: 'todo',
  shipped: 'moving',
  received: 'good',
  completed: 'good',
  refunded: 'calm',
  cancelled: 'calm',
  cancelled_refunding: 'urgent',
  cancelled_refunded: 'calm',
}

export const orderStatuses = Object.keys(statusTexts) as OrderStatus[]

export function OrderStatusTag({ status }: { readonly status: OrderStatus }) {
  const t = useTexts(statusTexts)
  return <StateTag tone={tones[status]}>{t(status)}</StateTag>
}
