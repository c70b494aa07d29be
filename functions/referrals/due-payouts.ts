import { sweepDue } from '../shared/sweep-due.ts'
import { advancePayout } from './advance-payout.ts'
import { listDuePayouts } from './payout-store.ts'
import type { PayoutsContext } from './payouts-context.ts'

/** Asks WeChat about every payout that is due. @returns how many were looked at. */
export const sweepDuePayouts = (context: PayoutsContext): Promise<number> =>
  sweepDue(context, { list: listDuePayouts, handle: advancePayout, failure: 'due payout not handled' })
