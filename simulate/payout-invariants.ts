import type { Payout } from '../domain/referrals/payout.ts'
import type { FullRead } from './full-read.ts'
import type { WechatMoney } from './wechat.ts'

/** A payout is paid if and only if WeChat has transferred it, and once; what it books says where its money is. */
export function payoutViolations(read: FullRead, { transfers }: WechatMoney): string[] {
  const violations = read.payouts.flatMap((payout) => entryViolations(payout, read.entries))
  if (!transfers) return violations
  const ours = new Map<string, Payout>(read.payouts.map((payout) => [payout.transferNo, payout]))
  for (const [number, { command, state }] of transfers) {
    const payout = ours.get(number)
    if (payout?.amountFen !== command.amountFen)
      violations.push(`${command.amountFen} fen are transferred as ${number}, of a payout of ${payout?.amountFen}`)
    if ((state === 'SUCCESS') !== (payout?.status === 'paid'))
      violations.push(`${number} is ${state} at WeChat and ${payout?.status} here`)
  }
  for (const { status, transferNo } of read.payouts)
    if (status === 'paid' && !transfers.has(transferNo))
      violations.push(`${transferNo} is paid, and WeChat knows nothing`)
  return violations
}

function entryViolations({ payoutId, status, amountFen }: Payout, entries: FullRead['entries']): string[] {
  const own = entries.filter((entry) => 'payoutId' in entry && entry.payoutId === payoutId)
  const isUnderWay = status === 'requested' || status === 'sending' || status === 'waiting'
  const end = status === 'paid' ? ['payout_paid'] : ['payout_returned']
  const due = ['payout_reserved', ...(isUnderWay ? [] : end)]
  const kinds = own.toSorted((a, b) => a.number - b.number).map(({ kind }) => kind)
  const isRight = kinds.join() === due.join() && own.every((entry) => entry.amountFen === amountFen)
  return isRight ? [] : [`${payoutId} of ${amountFen} fen is ${status} and books ${JSON.stringify(kinds)}`]
}
