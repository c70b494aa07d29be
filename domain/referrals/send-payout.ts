import { assert } from '../shared/decision.ts'
import { addMinutes } from '../shared/time.ts'
import { endPayout, moved, type Payout, type PayoutStep, PayoutTerms, type PayoutUnderWay } from './payout.ts'

/** Minutes between tries, by the number of tries before. The first is longer than a function can run, so that nobody else
 *  is asking when the next one does. WeChat tells the end by itself; a query is for what got lost. The last one repeats. */
const retryMinutes = [2, 5, 15, 60, 240]

/** What WeChat is to be asked: for the transfer, what became of it, or to call it off. */
export type Question = 'create' | 'query' | 'cancel'

/** Sets out to ask WeChat: counted before it is asked, under the version, so that one function at a time does. */
export function setOut(
  payout: PayoutUnderWay,
  now: string,
): { readonly step: PayoutStep; readonly question: Question } {
  const minutes = retryMinutes[Math.min(payout.attempts, retryMinutes.length - 1)] ?? 1
  const after = { ...payout, attempts: payout.attempts + 1, nextAttemptAt: addMinutes(now, minutes) }
  return { step: moved(after), question: questionOf(payout) }
}

function questionOf(payout: PayoutUnderWay): Question {
  if (payout.status === 'waiting') return payout.isCancelling ? 'cancel' : 'query'
  // What may never have reached WeChat, and is not wanted any more, must be looked for before it is taken back.
  return payout.isCancelling || payout.refusedAs !== undefined ? 'query' : 'create'
}

/** A transfer as WeChat tells it. */
export type Transfer = {
  readonly state:
    | 'ACCEPTED'
    | 'PROCESSING'
    | 'WAIT_USER_CONFIRM'
    | 'TRANSFERING'
    | 'CANCELING'
    | 'SUCCESS'
    | 'FAIL'
    | 'CANCELLED'
  /** Where the reply says it. */
  readonly amountFen?: number
  readonly packageInfo?: string
  readonly failReason?: string
}

/** WeChat's word for a transfer that nobody confirmed in a day. From memory, not from a document. */
const overdueReason = 'OVERDUE_CLOSE'

/** Takes note of what WeChat says; undefined where that is no news. Throws where it speaks of another amount. */
export function noteTransfer(payout: Payout, transfer: Transfer, now: string): PayoutStep | undefined {
  if (payout.status !== 'sending' && payout.status !== 'waiting') return undefined
  assert(transfer.amountFen === undefined || transfer.amountFen === payout.amountFen, 'a transfer is of its amount')
  switch (transfer.state) {
    case 'SUCCESS':
      return endPayout(payout, { status: 'paid' }, now)
    case 'FAIL': {
      if (transfer.failReason === overdueReason) return endPayout(payout, { status: 'expired' }, now)
      return endPayout(payout, { status: 'failed', failure: transfer.failReason ?? 'UNKNOWN' }, now)
    }
    // Nobody but the referrer calls it off here; WeChat does it by itself when a day has passed.
    case 'CANCELLED':
      return endPayout(payout, { status: payout.isCancelling ? 'cancelled' : 'expired' }, now)
    case 'ACCEPTED':
    case 'PROCESSING':
    case 'WAIT_USER_CONFIRM':
    case 'TRANSFERING':
    case 'CANCELING':
      return waiting(payout, transfer)
  }
}

function waiting(payout: PayoutUnderWay, { state, packageInfo }: Transfer): PayoutStep | undefined {
  const { attempts, nextAttemptAt, isCancelling } = payout
  const known = payout.status === 'waiting' ? payout.packageInfo : undefined
  // A query does not give the package again.
  const shown = state === 'WAIT_USER_CONFIRM' ? (packageInfo ?? known) : undefined
  if (payout.status === 'waiting' && shown === known) return undefined
  const underWay = { attempts, nextAttemptAt, isCancelling, version: payout.version }
  const after = { ...PayoutTerms.parse(payout), status: 'waiting', ...underWay } as const
  return moved(shown === undefined ? after : { ...after, packageInfo: shown })
}

/** Takes note that WeChat refused to begin: a query has to find nothing before the money is given back. */
export function noteRefusal(payout: Payout, wechatCode: string): PayoutStep | undefined {
  if (payout.status !== 'sending' || payout.refusedAs !== undefined) return undefined
  return moved({ ...payout, refusedAs: wechatCode })
}

/** Takes note that a query found nothing under the number: nothing was begun, and now nothing will be. */
export function noteAbsent(payout: Payout, now: string): PayoutStep | undefined {
  if (payout.status !== 'sending') return undefined
  if (payout.isCancelling) return endPayout(payout, { status: 'cancelled' }, now)
  return payout.refusedAs === undefined
    ? undefined
    : endPayout(payout, { status: 'failed', failure: payout.refusedAs }, now)
}
