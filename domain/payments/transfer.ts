import * as z from 'zod'
import { Fen } from '../shared/fen.ts'
import { Moment } from '../shared/time.ts'

/** WeChat's last word on a transfer to a user, as its notification brought it. */
export const TransferFinished = z.object({
  type: z.literal('transfer_finished'),
  at: Moment,
  /** Our number of it, WeChat's `out_bill_no`. */
  transferNo: z.string(),
  state: z.enum(['SUCCESS', 'FAIL', 'CANCELLED']),
  amountFen: Fen,
  failReason: z.string().exactOptional(),
})
export type TransferFinished = z.infer<typeof TransferFinished>
