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
      foldViolations(each, (state: Order | undefined, event) => evolveOrder(state, event), undefined),
    ),
    ...payments.flatMap((each) =>
      foldViolations(each, (state: Payment | undefined, event) => evolvePayment(state, event), undefined),
    ),
    ...members.flatMap((each) =>
      foldViolations(each, evolveMember, stranger(each.state.shopId, each.state.customerId)),
    ),
    ...settlementViolations(read),
    ...firstPaymentViolations(read),
  ]
}

function foldViolations<State, Event>(
  { state, events }: Aggregate<State & { version: number }, Event>,
  evolve: (state: State, event: Event) => State,
  start: State,
): string[] {
  const violations: string[] = []
  if (events.some(({ eventNumber }, at) => eventNumber !== at + 1) || events.length !== state.version)
    violations.push(`events ${events.map(({ eventId }) => eventId)} are not 1 to ${state.version}`)
  const folded = events.reduce((before, { event }) => evolve(before, event), start)
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

/** Who has paid is known to the shop, since the first payment. */
function firstPaymentViolations({ orders, members }: FullRead): string[] {
  const paid = new Map<string, string>()
  for (const { state } of orders) {
    if (!('paidAt' in state)) continue
    const { customerId, paidAt } = state
    const first = paid.get(customerId)
    if (first === undefined || paidAt < first) paid.set(customerId, paidAt)
  }
  const known = new Map(members.map(({ state }) => [state.customerId as string, state.firstPaidAt]))
  return [...paid].flatMap(([customerId, firstPaidAt]) =>
    known.get(customerId) === firstPaidAt
      ? []
      : [`${customerId} first paid ${firstPaidAt}, known: ${known.get(customerId)}`],
  )
}
