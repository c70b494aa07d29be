import { PaymentSucceeded, RefundSucceeded } from '../domain/payments/payment.ts'
import { TransferFinished } from '../domain/payments/transfer.ts'
import { FunnelSale, VisitEvent } from '../domain/referrals/funnel.ts'
import { PurchaseEvent } from '../domain/repurchase/history.ts'
import { consumers } from '../functions/consumers.ts'
import { LatePaymentEvent, tellLatePayment } from '../functions/engagement/tell-late-payment.ts'
import { sweepDueOrders } from '../functions/orders/due-orders.ts'
import { reportDueShipments } from '../functions/orders/report-due-shipments.ts'
import { settleOrder } from '../functions/orders/settle-order.ts'
import { settleRefund } from '../functions/orders/settle-refund.ts'
import { sweepDueRefunds } from '../functions/payments/due-refunds.ts'
import { reconcileDueDays } from '../functions/payments/reconcile-due-days.ts'
import { applyCommission, CommissionEvent } from '../functions/referrals/apply-commission.ts'
import { climbChains } from '../functions/referrals/climb.ts'
import { countLinkOrder } from '../functions/referrals/count-link-order.ts'
import { countVisit } from '../functions/referrals/count-visit.ts'
import { sweepDuePayouts } from '../functions/referrals/due-payouts.ts'
import { settleTransfer } from '../functions/referrals/settle-transfer.ts'
import { applyPurchase } from '../functions/repurchase/apply-purchase.ts'
import { checkDueFigures } from '../functions/repurchase/check-due-figures.ts'
import { predictDueShops } from '../functions/repurchase/predict-due-shops.ts'
import { restrict } from '../functions/shared/restrict.ts'
import { runningFunction, type ScheduleConsumer, type StreamConsumer } from '../functions/shared/rows.ts'
import { type StreamHandler, streamHandler } from '../functions/shared/stream.ts'
import { readTogether } from '../functions/shared/stream-reader.ts'
import type { FakeDatabase } from './fake-database.ts'
import { describeError, isTransient } from './log.ts'
import type { Tamper } from './server.ts'
import type { SimulatedContext } from './simulated-context.ts'
import type { StreamDelivery } from './stream-delivery.ts'
import type { Tasks } from './tasks.ts'
import type { VirtualClock } from './virtual-clock.ts'

type ConsumerName = (typeof consumers)[number]['name']
type StreamName = Extract<(typeof consumers)[number], { kind: 'stream' }>['name']
type ScheduleName = Exclude<ConsumerName, StreamName>

/** What each stream consumer does: one for each row, or it does not compile. */
const streamHandlers: Readonly<Record<StreamName, (row: StreamConsumer, services: SimulatedContext) => StreamHandler>> =
  {
    'settle-payments': (row, services) => streamHandler(row, PaymentSucceeded, settleOrder, services),
    'settle-refunds': (row, services) => streamHandler(row, RefundSucceeded, settleRefund, services),
    'book-commissions': (row, services) => streamHandler(row, CommissionEvent, applyCommission, services),
    'count-visits': (row, services) => streamHandler(row, VisitEvent, countVisit, services),
    'count-link-orders': (row, services) => streamHandler(row, FunnelSale, countLinkOrder, services),
    'send-messages': (row, services) => streamHandler(row, LatePaymentEvent, tellLatePayment, services),
    'settle-transfers': (row, services) => streamHandler(row, TransferFinished, settleTransfer, services),
    'project-purchases': (row, services) => streamHandler(row, PurchaseEvent, applyPurchase, services),
  }
const sweeps: Readonly<Record<ScheduleName, (services: SimulatedContext) => Promise<number>>> = {
  'sweep-due-orders': sweepDueOrders,
  'report-shipments': reportDueShipments,
  'sweep-due-refunds': sweepDueRefunds,
  'sweep-due-payouts': sweepDuePayouts,
  'reconcile-day': reconcileDueDays,
  'climb-chains': climbChains,
  'check-figures': checkDueFigures,
  'fit-predictions': predictDueShops,
}

const streamRows = consumers.filter((row) => row.kind === 'stream')
const scheduleRows = consumers.filter((row) => row.kind === 'schedule')

type Options = {
  readonly clock: VirtualClock
  readonly database: FakeDatabase
  readonly delivery: StreamDelivery
  readonly tasks: Tasks
  readonly services: SimulatedContext
  readonly tamper: Tamper
  readonly report: (defect: string) => void
}

/** Starts every consumer row on the streams and the clock of the simulation, those that share a reader behind one. */
export function startConsumers(options: Options): void {
  const { delivery, services, tamper } = options
  const own = (name: ConsumerName) => ({ ...services, db: tamper(name, services.db) })
  for (const [, rows] of Map.groupBy(streamRows, runningFunction)) {
    const handlers = rows.map((row) => streamHandlers[row.name](row, own(row.name)))
    delivery.attach(rows, readTogether(handlers))
  }
  for (const row of scheduleRows) {
    const context = own(row.name)
    startSweep(options, row, () => sweeps[row.name]({ ...context, db: restrict(context.db, row) }))
  }
}

const minuteMs = 60_000

/**
 * Runs a sweep at every minute at which something is due. The runs that would find nothing are left out: they write
 * nothing, and a year has half a million of them.
 */
function startSweep(
  { clock, database, tasks, report }: Options,
  row: ScheduleConsumer,
  sweep: () => Promise<number>,
): void {
  const due = new Map<string, string>()
  const planned = new Set<number>()
  const stepMs = row.everyMinutes * minuteMs
  const plan = (moment: string) => {
    const atMs = (Math.floor(Math.max(Date.parse(moment), clock.nowMs()) / stepMs) + 1) * stepMs
    if (planned.has(atMs)) return
    planned.add(atMs)
    clock.after(atMs - clock.nowMs(), () => tasks.start(() => run(atMs)))
  }
  const run = async (atMs: number) => {
    planned.delete(atMs)
    try {
      await sweep()
    } catch (error) {
      if (!isTransient(error)) report(`${row.name} threw ${describeError(error)}`)
    }
    for (const moment of due.values()) if (moment <= clock.now()) plan(moment)
  }
  database.onChange(({ key, after }) => {
    if (key.table !== row.context) return
    const id = `${key.pk} ${key.sk}`
    // What a node of a chain has to tell is due at once.
    const dueAt = after?.untoldSk === undefined ? after?.dueAt : clock.now()
    if (typeof dueAt !== 'string') due.delete(id)
    else if (due.get(id) !== dueAt) {
      due.set(id, dueAt)
      plan(dueAt)
    }
  })
}
