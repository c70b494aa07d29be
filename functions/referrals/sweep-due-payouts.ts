import { scheduleHandler } from '../shared/schedule.ts'
import { whenReady } from '../shared/when-ready.ts'
import { connectPayouts } from './connect-payouts.ts'
import { sweepDuePayouts } from './due-payouts.ts'

export const handler = whenReady(async () =>
  scheduleHandler('sweep-due-payouts', sweepDuePayouts, await connectPayouts('sweep-due-payouts')),
)
