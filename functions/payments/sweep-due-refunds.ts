import { scheduleHandler } from '../shared/schedule.ts'
import { whenReady } from '../shared/when-ready.ts'
import { connectPayments } from './connect.ts'
import { refundDue } from './refund-due.ts'

export const handler = whenReady(async () =>
  scheduleHandler('sweep-due-refunds', refundDue, await connectPayments('sweep-due-refunds')),
)
