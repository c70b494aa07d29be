import { scheduleHandler } from '../shared/schedule.ts'
import { whenReady } from '../shared/when-ready.ts'
import { connectPayments } from './connect.ts'
import { sweepDueRefunds } from './due-refunds.ts'

export const handler = whenReady(async () =>
  scheduleHandler('sweep-due-refunds', sweepDueRefunds, await connectPayments('sweep-due-refunds')),
)
