import * as z from 'zod'
import type { WechatPayConfig, WechatPayMode } from './config.ts'
import { currency, fen, type Parties, text, time } from './transaction.ts'

/** CLOSED: the refund failed and needs a new number. ABNORMAL: the buyer's card does not take it, somebody must act. */
export type RefundResult = {
  readonly outTradeNo: string
  readonly outRefundNo: string
  readonly refundId: string
  readonly status: 'SUCCESS' | 'ABNORMAL' | 'CLOSED' | 'PROCESSING'
  readonly refundFen: number
  readonly totalFen: number
  readonly mchid: string
  readonly subMchid?: string
  /** ISO, UTC. */
  readonly successAt?: string
}

type RefundParties = Omit<Parties, 'appId'>

const refund = z.object({
  out_trade_no: text,
  out_refund_no: text,
  refund_id: text,
  amount: z.object({ total: fen, refund: fen, currency }),
  success_time: time.optional(),
})
const refundStatus = z.enum(['SUCCESS', 'ABNORMAL', 'CLOSED', 'PROCESSING'])
const refundReply = refund.extend({ status: refundStatus })
const refundNotice = refund.extend({ refund_status: refundStatus })
const noticeParties = {
  direct: z.object({ mchid: text }),
  partner: z
    .object({ sp_mchid: text, sub_mchid: text })
    .transform((wire) => ({ mchid: wire.sp_mchid, subMchid: wire.sub_mchid })),
} satisfies Record<WechatPayMode, z.ZodType<RefundParties>>

/** The refund in a reply, which does not say whose it is: that is what was asked. Undefined for another shape. */
export function parseRefundReply(
  config: WechatPayConfig,
  subMchid: string | undefined,
  value: unknown,
): RefundResult | undefined {
  const parsed = refundReply.safeParse(value)
  if (!parsed.success) return undefined
  const who = { mchid: config.mchid, ...(subMchid === undefined ? {} : { subMchid }) }
  return refundResult(who, parsed.data, parsed.data.status)
}

/** The refund in a notification, which says `refund_status` where a reply says `status`. Undefined for another shape. */
export function parseRefundNotice(mode: WechatPayMode, value: unknown): RefundResult | undefined {
  const who = noticeParties[mode].safeParse(value)
  const what = refundNotice.safeParse(value)
  if (!who.success || !what.success) return undefined
  return refundResult(who.data, what.data, what.data.refund_status)
}

function refundResult(who: RefundParties, wire: z.output<typeof refund>, status: RefundResult['status']): RefundResult {
  return {
    ...who,
    outTradeNo: wire.out_trade_no,
    outRefundNo: wire.out_refund_no,
    refundId: wire.refund_id,
    status,
    refundFen: wire.amount.refund,
    totalFen: wire.amount.total,
    ...(wire.success_time === undefined ? {} : { successAt: wire.success_time }),
  }
}
