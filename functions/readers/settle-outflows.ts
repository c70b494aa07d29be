import { handler as settleRefunds } from '../orders/settle-refunds.ts'
import { handler as settleTransfers } from '../referrals/settle-transfers.ts'
import { streamReader } from '../shared/stream-reader.ts'

export const handler = streamReader<'settle-outflows'>({
  'settle-refunds': settleRefunds,
  'settle-transfers': settleTransfers,
})
