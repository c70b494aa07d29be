import { isDeepStrictEqual } from 'node:util'
import { evolveOrder } from '../domain/orders/evolve.ts'
import type { Order } from '../domain/orders/order.ts'
import { evolvePayment, type Payment } from '../domain/payments/payment.ts'
import { evolveMember, stranger } from '../domain/referrals/member.ts'
import type { Aggregate, FullRead } from './full-read.ts'

/** Every state is what its events make it, and every event of one context took effect once in the next. */
export function eventViolations(read: FullRead): string[] {
  const { orders, payments, members } = read
  return [
    ...orders.flatMap((each) =>
      foldViolations(each, (events) => events.reduce<Order | undefined>(evolveOrder, undefined)),
    ),
    ...payments.flatMap((each) =>
      foldViolations(each, (events) => events.reduce<Payment | undefined>(evolvePayment, undefined)),
    ),
    ...members.flatMap((each) =>
      foldViolations(each, (events) => events.reduce(evolveMember, stranger(each.state.shopId, each.state.customerId))),
    ),
    ...settlementViolations(read),
    ...refundEventViolations(read),
    ...firstPaymentViolations(read),
  ]
}

function foldViolations<State extends { readonly version: number }, Event>(
  { state, events }: Aggregate<State, Event>,
  fold: (events: readonly Event[]) => State | undefined,
): string[] {
  const violations: string[] = []
  if (events.some(({ eventNumber }, at) => eventNumber !== at + 1) || events.length !== state.version)
    violations.push(`events ${events.map(({ eventId }) => eventId)} are not 1 to ${state.version}`)
  const folded = fold(events.map(({ event }) => event))
  if (!isDeepStrictEqual(folded, state))
    violations.push(`events make ${JSON.stringify(folded)}, stored is ${JSON.stringify(state)}`)
  return violations
}

/** One successful payment, one settlement: paid, or refused as too late. */
function settlementViolations({ orders, payments }: FullRead): string[] {
  const byNumber = new Map(payments.map(({ state }) => [state.paymentNo as string, state]))
  return orders.flatMap(({ state, events }) => {
    const settled = events.filter(({ event }) => event.type === 'order_paid' || event.type === 'late_payment_refused')
    const succeeded = byNumber.get(state.paymentNo)?.status === 'succeeded' ? 1 : 0
    return settled.length === succeeded
      ? []
      : [`${state.orderId}: ${succeeded} payments succeeded, ${settled.length} times settled`]
  })
}

/** One refund that has reached the buyer, one fact of the order. */
function refundEventViolations({ orders, refunds }: FullRead): string[] {
  return orders.flatMap(({ state, events }) => {
    const noted = events.flatMap(({ event }) =>
      event.type === 'order_refunded' || event.type === 'late_payment_refunded' ? [event.refundNo] : [],
    )
    const succeeded = refunds.flatMap(({ orderId, status, refundNo }) =>
      orderId === state.orderId && status === 'succeeded' ? [refundNo] : [],
    )
    return isDeepStrictEqual(noted.sort(), succeeded.sort())
      ? []
      : [`${state.orderId}: refunds ${succeeded} reached the buyer, noted are ${noted}`]
  })
}

/** Two settlements at once may be written in the other order than their clocks were read. */
const clockMarginMs = 60_000

/** Who has paid is known to the shop, since the first order that was settled, and nobody else is. */
function firstPaymentViolations({ orders, members }: FullRead): string[] {
  const paid = Map.groupBy(
    orders.flatMap(({ events }) => events.flatMap(({ event }) => (event.type === 'order_paid' ? [event] : []))),
    ({ customerId }) => customerId,
  )
  const known = new Map(members.map(({ state }) => [state.customerId, state.firstPaidAt]))
  return [...new Set([...paid.keys(), ...known.keys()])].flatMap((customerId) => {
    const moments = (paid.get(customerId) ?? []).map(({ at }) => at).sort()
    const since = known.get(customerId) ?? undefined
    const isRight =
      since === undefined
        ? moments.length === 0
        : moments.includes(since) && Date.parse(since) - Date.parse(moments[0] ?? since) < clockMarginMs
    return isRight ? [] : [`${customerId} paid at ${moments}, is known as a buyer since ${since}`]
  })
}
