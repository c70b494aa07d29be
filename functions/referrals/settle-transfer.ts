import type { TransferFinished } from '../../domain/payments/transfer.ts'
import type { Apply } from '../shared/stream.ts'
import { settlePayout } from './advance-payout.ts'
import { findPayout } from './payout-store.ts'

/** Takes note of how a transfer ended. The payout's own last word is the claim: told again, nothing is written. */
export const settleTransfer: Apply<TransferFinished> = async ({ event }, context) => {
  const ref = await findPayout(context.db, event.transferNo)
  if (ref) await settlePayout(context, ref, event)
  else context.log.error('transfer is not one of ours', { transferNo: event.transferNo })
}
