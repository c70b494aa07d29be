import { connectPayments } from '../payments/connect.ts'
import { scheduleHandler } from '../shared/schedule.ts'
import { whenReady } from '../shared/when-ready.ts'
import { sweepDueOrders } from './due-orders.ts'

export const handler = whenReady(async () =>
  scheduleHandler('sweep-due-orders', sweepDueOrders, await connectPayments('sweep-due-orders')),
)
