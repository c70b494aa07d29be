import type { Payout, PayoutStep, PayoutUnderWay } from '../../domain/referrals/payout.ts'
import {
  noteAbsent,
  noteRefusal,
  noteTransfer,
  type Question,
  setOut,
  type Transfer,
} from '../../domain/referrals/send-payout.ts'
import { WechatPayRejected, WechatPayUnavailable } from '../payments/wechat-pay/errors.ts'
import type { TransferAnswer } from '../payments/wechat-pay/transfers.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { loadPayout, type PayoutRef, payoutWrites } from './payout-store.ts'
import type { PayoutsContext } from './payouts-context.ts'

/**
 * Asks WeChat the next thing about a payout, always under its one number, and takes note of the answer. It sets out under
 * the payout's version, so of several functions one asks; no answer leaves it due.
 */
export async function advancePayout(context: PayoutsContext, ref: PayoutRef): Promise<void> {
  const leaving = await commit(context, async () => {
    const payout = await loadPayout(context.db, ref)
    const now = context.now()
    if (payout?.status !== 'sending' && payout?.status !== 'waiting') return { reply: undefined }
    if (payout.nextAttemptAt > now) return { reply: undefined }
    const { step, question } = setOut(payout, now)
    return { writes: await payoutWrites(context.db, payout, step), reply: { payout, question } }
  })
  if (!leaving.ok || !leaving.reply) return
  const { payout, question } = leaving.reply
  try {
    await note(context, ref, question, await ask(context, payout, question))
  } catch (error) {
    if (!(error instanceof WechatPayUnavailable) && !(error instanceof WechatPayRejected)) throw error
    context.log.error('payout has no clear answer', { ...ref, question, error })
  }
}

function ask({ transfers }: PayoutsContext, payout: PayoutUnderWay, question: Question): Promise<TransferAnswer> {
  const { transferNo: outBillNo, subMchid, openid, amountFen, sealedName } = payout
  const ref = { outBillNo, subMchid }
  switch (question) {
    case 'create':
      return transfers.create({ ...ref, openid, amountFen, sealedName })
    case 'query':
      return transfers.query(ref)
    case 'cancel':
      return cancelOrQuery(transfers, ref)
  }
}

/** What can no longer be called off is asked for as it stands. */
async function cancelOrQuery(transfers: PayoutsContext['transfers'], ref: Parameters<typeof transfers.query>[0]) {
  const answer = await transfers.cancel(ref)
  return answer.kind === 'refused' ? transfers.query(ref) : answer
}

async function note(context: Context, ref: PayoutRef, question: Question, answer: TransferAnswer): Promise<void> {
  if (answer.kind === 'refused') context.log.error('payout refused', { ...ref, question, code: answer.wechatCode })
  await notePayout(context, ref, (payout, now) => {
    switch (answer.kind) {
      case 'known':
        return noteTransfer(payout, answer.transfer, now)
      case 'absent':
        return question === 'create' ? noteRefusal(payout, 'ABSENT') : noteAbsent(payout, now)
      case 'refused':
        return answer.isPassing ? undefined : noteRefusal(payout, answer.wechatCode)
    }
  })
}

/** Takes note of what WeChat says of a transfer. */
export const settlePayout = (context: Context, ref: PayoutRef, transfer: Transfer): Promise<void> =>
  notePayout(context, ref, (payout, now) => noteTransfer(payout, transfer, now))

async function notePayout(
  context: Context,
  ref: PayoutRef,
  decide: (payout: Payout, now: string) => PayoutStep | undefined,
): Promise<void> {
  await commit(context, async () => {
    const payout = await loadPayout(context.db, ref)
    if (!payout) throw new Error(`No payout ${ref.payoutId}`)
    const step = decide(payout, context.now())
    if (!step) return { reply: undefined }
    if (step.after.status === 'failed') context.log.error('payout failed', { ...ref, failure: step.after.failure })
    return { writes: await payoutWrites(context.db, payout, step), reply: undefined }
  })
}
