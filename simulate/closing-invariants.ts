import type { FullRead } from './full-read.ts'
import type { FakeWechat } from './wechat.ts'

/** Between WeChat's answer to the close and the cancellation there are retries, and slow ways. */
const marginMs = 2 * 60_000

/** Stock goes back on sale only when WeChat takes no more money for it, and not when WeChat has the money already. */
export function closingViolations({ orders }: FullRead, { payments }: FakeWechat): string[] {
  return orders.flatMap(({ state, events }) => {
    const payment = payments.get(state.paymentNo)
    const cancelled = events.find(({ event }) => event.type === 'order_cancelled')
    if (!payment || !cancelled) return []
    const cancelledAtMs = Date.parse(cancelled.event.at)
    const isOpen = payment.state === 'NOTPAY' && payment.openedAtMs + marginMs < cancelledAtMs
    if (isOpen) return [`${state.orderId} was cancelled and can still be paid`]
    const paidAt = payment.transaction?.successAt
    const wasPaid = paidAt !== undefined && Date.parse(paidAt) + marginMs < cancelledAtMs
    return wasPaid ? [`${state.orderId} was cancelled at ${cancelled.event.at}, paid since ${paidAt}`] : []
  })
}
