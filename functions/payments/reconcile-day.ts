import { scheduleHandler } from '../shared/schedule.ts'
import { whenReady } from '../shared/when-ready.ts'
import { connectPayments } from './connect.ts'
import { reconcileDueDays } from './reconcile-due-days.ts'

export const handler = whenReady(async () =>
  scheduleHandler('reconcile-day', reconcileDueDays, await connectPayments('reconcile-day')),
)
