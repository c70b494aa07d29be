import { TransferFinished } from '../../domain/payments/transfer.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { recordFact } from '../shared/event-log.ts'
import type { Key } from '../shared/storage.ts'
import type { TransferResult } from './wechat-pay/transfers.ts'

/**
 * Records WeChat's last word on a transfer, once, for the stream: what it is for is settled from there. A word that is not
 * the last is left aside.
 */
export async function noteTransferNotice(
  context: Context,
  { outBillNo: transferNo, ...transfer }: TransferResult,
): Promise<void> {
  const { data: event } = TransferFinished.safeParse({
    ...{ type: 'transfer_finished', at: context.now(), transferNo },
    ...transfer,
  })
  if (!event) return context.log.info('transfer is not finished', { transferNo, state: transfer.state })
  const key: Key = { table: 'payments', pk: `TRANSFER#${transferNo}`, sk: `TRANSFER_EVENT#${event.state}` }
  await commit(context, async () => {
    const isKnown = (await context.db.get(key)) !== undefined
    return { writes: isKnown ? [] : [recordFact(key, event)], reply: undefined }
  })
}
