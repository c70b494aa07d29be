import * as z from 'zod'
import type { WechatPayMode } from './config.ts'

/** `subMchid` is there in partner mode only. `appId` is the `sp_appid` then. */
export type Parties = { readonly mchid: string; readonly subMchid?: string; readonly appId: string }

/** REFUND: paid, and at least partly refunded since. */
export type PaidTransaction = Parties & {
  readonly tradeState: 'SUCCESS' | 'REFUND'
  readonly outTradeNo: string
  readonly transactionId: string
  readonly payerOpenid: string
  readonly totalFen: number
  /** What the buyer paid: the total less WeChat's own coupons. */
  readonly payerTotalFen: number
  /** ISO, UTC. */
  readonly successAt: string
  readonly attach?: string
}

export type UnpaidTransaction = Parties & {
  readonly tradeState: 'NOTPAY' | 'CLOSED' | 'REVOKED' | 'USERPAYING' | 'PAYERROR'
  readonly outTradeNo: string
}

/** A payment as WeChat Pay tells it, direct and partner shapes made one. */
export type Transaction = PaidTransaction | UnpaidTransaction

/** Pieces of WeChat's messages that payments and refunds share. */
export const text = z.string().min(1)
export const fen = z.int().nonnegative()
/** Another currency must not pass for fen. */
export const currency = z.literal('CNY').default('CNY')
export const time = z.iso.datetime({ offset: true }).transform((value) => new Date(value).toISOString())

const parties = {
  direct: z.object({ appid: text, mchid: text }).transform((wire) => ({ appId: wire.appid, mchid: wire.mchid })),
  partner: z
    .object({ sp_appid: text, sp_mchid: text, sub_mchid: text })
    .transform((wire) => ({ appId: wire.sp_appid, mchid: wire.sp_mchid, subMchid: wire.sub_mchid })),
} satisfies Record<WechatPayMode, z.ZodType<Parties>>

const payerOpenid = {
  direct: z.object({ openid: text }).transform((payer) => payer.openid),
  partner: z.object({ sp_openid: text }).transform((payer) => payer.sp_openid),
} satisfies Record<WechatPayMode, z.ZodType<string>>

const transaction = {
  direct: transactionOf('direct'),
  partner: transactionOf('partner'),
}

function transactionOf(mode: WechatPayMode) {
  return z.discriminatedUnion('trade_state', [
    z.object({
      trade_state: z.enum(['SUCCESS', 'REFUND']),
      out_trade_no: text,
      transaction_id: text,
      payer: payerOpenid[mode],
      amount: z.object({ total: fen, payer_total: fen.optional(), currency }),
      success_time: time,
      attach: z.string().optional(),
    }),
    z.object({
      trade_state: z.enum(['NOTPAY', 'CLOSED', 'REVOKED', 'USERPAYING', 'PAYERROR']),
      out_trade_no: text,
    }),
  ])
}

/** The payment that `value` (parsed JSON of a reply or a notification) describes; undefined when it has another shape. */
export function parseTransaction(mode: WechatPayMode, value: unknown): Transaction | undefined {
  const who = parties[mode].safeParse(value)
  const what = transaction[mode].safeParse(value)
  if (!who.success || !what.success) return undefined
  const wire = what.data
  if (!('transaction_id' in wire)) return { ...who.data, tradeState: wire.trade_state, outTradeNo: wire.out_trade_no }
  return {
    ...who.data,
    tradeState: wire.trade_state,
    outTradeNo: wire.out_trade_no,
    transactionId: wire.transaction_id,
    payerOpenid: wire.payer,
    totalFen: wire.amount.total,
    payerTotalFen: wire.amount.payer_total ?? wire.amount.total,
    successAt: wire.success_time,
    ...(wire.attach ? { attach: wire.attach } : {}),
  }
}

/** Whether money came in, whatever became of it later. */
export function isPaid(transaction: Transaction): transaction is PaidTransaction {
  return transaction.tradeState === 'SUCCESS' || transaction.tradeState === 'REFUND'
}
