import * as z from 'zod'
import type { FraudSignal } from './fraud.ts'

/** Why commission is kept back, as its referrer is told: in general, nothing of the buyer, and blaming nobody. */
export const HoldReason = z.enum(['many_refunds', 'many_newcomers', 'to_be_verified'])
export type HoldReason = z.infer<typeof HoldReason>

/** What the referrer reads while somebody looks at the signs. */
export function holdReasonOf(signals: readonly FraudSignal[]): HoldReason {
  const codes = new Set(signals.map(({ code }) => code))
  if (codes.has('refund_loop')) return 'many_refunds'
  return codes.has('newcomer_burst') ? 'many_newcomers' : 'to_be_verified'
}

export const holdReasonTexts: Readonly<Record<HoldReason, { readonly zh: string; readonly en: string }>> = {
  many_refunds: {
    zh: '近期退款较多，该订单的佣金待店主核实后结算。',
    en: 'Much was refunded lately: the shop looks at this order before its commission is settled.',
  },
  many_newcomers: {
    zh: '短时间内新客较多，该订单的佣金待店主核实后结算。',
    en: 'Many newcomers came in a short time: the shop looks at this order before its commission is settled.',
  },
  to_be_verified: {
    zh: '订单信息与推荐关系需要核实，该订单的佣金待店主核实后结算。',
    en: 'The shop verifies the order and how it was recommended before its commission is settled.',
  },
}
