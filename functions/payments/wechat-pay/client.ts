import * as z from 'zod'
import { type BillCommand, fetchTradeBill, type TradeBill } from './bills.ts'
import {
  merchantFields,
  type PaymentRef,
  type PrepayCommand,
  paymentPath,
  paymentsPath,
  prepayBody,
  type RedirectRefundCommand,
  type RefundCommand,
  type RefundRef,
  redirectionBody,
  redirectionPath,
  refundBody,
  refundMerchantFields,
  refundPath,
  refundsPath,
} from './commands.ts'
import type { WechatPayConfig } from './config.ts'
import { WechatPayUnavailable } from './errors.ts'
import { type FundFlowReply, fetchFundFlowBill } from './fund-flow-bill.ts'
import { parseRefundReply, type RefundResult } from './refund.ts'
import {
  type PrepayRefusal,
  prepayRefusal,
  type RefundRefusal,
  refundRefusal,
  saysAbsent,
  saysClosed,
  saysPaid,
} from './refusals.ts'
import { parseTransaction, type Transaction } from './transaction.ts'
import { callWechatPay, type Reply, rejection, type WechatPayEffects } from './transport.ts'

export type PrepayResult =
  | { readonly ok: true; readonly prepayId: string }
  | { readonly ok: false; readonly refusal: PrepayRefusal }
export type QueryResult = { readonly kind: 'found'; readonly transaction: Transaction } | { readonly kind: 'absent' }
export type CloseResult = 'closed' | 'absent' | 'paid'
export type RefundOutcome =
  | { readonly ok: true; readonly refund: RefundResult }
  | { readonly ok: false; readonly refusal: RefundRefusal }
export type RefundQueryResult = { readonly kind: 'found'; readonly refund: RefundResult } | { readonly kind: 'absent' }

/**
 * What we ask of WeChat Pay. Every call may be repeated with the same numbers. Each throws WechatPayUnavailable when the
 * outcome is unknown, and WechatPayRejected for a refusal that is ours to mend.
 */
export type WechatPay = {
  /** Opens a payment; the prepay id is valid for 2 h, and asking again with the same parameters gives a fresh one. */
  readonly prepay: (command: PrepayCommand) => Promise<PrepayResult>
  readonly query: (payment: PaymentRef) => Promise<QueryResult>
  /** After `closed` nobody can pay; only then may the stock be given back. */
  readonly close: (payment: PaymentRef) => Promise<CloseResult>
  /** `ok` means accepted: the result's status says whether the money has gone. */
  readonly refund: (command: RefundCommand) => Promise<RefundOutcome>
  readonly queryRefund: (refund: RefundRef) => Promise<RefundQueryResult>
  /** Leads an abnormal refund to a bank card, or to the shop's own account; `ok` means accepted. */
  readonly redirectRefund: (command: RedirectRefundCommand) => Promise<RefundOutcome>
  /** A day's payments and refunds by WeChat's book; throws UnreadableBill too. */
  readonly tradeBill: (command: BillCommand) => Promise<TradeBill>
  /** How the shop's account moved on that day; throws UnreadableBill too. */
  readonly fundFlowBill: (command: BillCommand) => Promise<FundFlowReply>
}

const prepayReply = z.object({ prepay_id: z.string().min(1).max(64) })

/** The client over the network: signs, sends, verifies, retries. */
export function createWechatPay(config: WechatPayConfig, effects: WechatPayEffects): WechatPay {
  const call = (method: 'GET' | 'POST', path: string, body?: object) =>
    callWechatPay(config, effects, method, path, body)

  return {
    async prepay(command) {
      const reply = await call('POST', `${paymentsPath(config)}/jsapi`, prepayBody(config, command))
      if (reply.kind === 'accepted') return { ok: true, prepayId: understood(reply, toPrepayId) }
      const refusal = prepayRefusal(reply)
      if (!refusal) throw rejection('prepay', reply)
      return { ok: false, refusal }
    },

    async query(payment) {
      const fields = new URLSearchParams(merchantFields(config, payment.subMchid))
      const reply = await call('GET', `${paymentPath(config, payment)}?${fields}`)
      if (reply.kind === 'accepted') {
        return { kind: 'found', transaction: understood(reply, (value) => toTransaction(config, payment, value)) }
      }
      if (saysAbsent(reply)) return { kind: 'absent' }
      throw rejection('query', reply)
    },

    async close(payment) {
      const reply = await call(
        'POST',
        `${paymentPath(config, payment)}/close`,
        merchantFields(config, payment.subMchid),
      )
      if (reply.kind === 'accepted' || saysClosed(reply)) return 'closed'
      if (saysPaid(reply)) return 'paid'
      if (saysAbsent(reply)) return 'absent'
      throw rejection('close', reply)
    },

    async refund(command) {
      const reply = await call('POST', refundsPath, refundBody(config, command))
      return refundOutcome(config, 'refund', command, reply)
    },

    async redirectRefund(command) {
      const reply = await call('POST', redirectionPath(command), redirectionBody(config, command))
      return refundOutcome(config, 'abnormal refund', command, reply)
    },

    async queryRefund(ref) {
      const fields = new URLSearchParams(refundMerchantFields(config, ref.subMchid))
      const path = refundPath(ref)
      const reply = await call('GET', fields.size > 0 ? `${path}?${fields}` : path)
      if (reply.kind === 'accepted') {
        return { kind: 'found', refund: understood(reply, (value) => toRefund(config, ref, value)) }
      }
      if (saysAbsent(reply)) return { kind: 'absent' }
      throw rejection('refund query', reply)
    },

    tradeBill: (command) => fetchTradeBill(config, effects, command),

    fundFlowBill: (command) => fetchFundFlowBill(config, effects, command),
  }
}

function refundOutcome(config: WechatPayConfig, name: string, asked: RefundRef, reply: Reply): RefundOutcome {
  if (reply.kind === 'accepted')
    return { ok: true, refund: understood(reply, (value) => toRefund(config, asked, value)) }
  const refusal = refundRefusal(reply)
  if (!refusal) throw rejection(name, reply)
  return { ok: false, refusal }
}

/** The reply's meaning. One of another shape, or about another number, leaves the outcome unknown. */
function understood<Meaning>(
  reply: Extract<Reply, { kind: 'accepted' }>,
  parse: (value: unknown) => Meaning | undefined,
): Meaning {
  const meaning = parse(reply.value)
  if (meaning === undefined) throw new WechatPayUnavailable('WeChat Pay answered in a shape that is not documented')
  return meaning
}

function toPrepayId(value: unknown): string | undefined {
  return prepayReply.safeParse(value).data?.prepay_id
}

function toTransaction(config: WechatPayConfig, asked: PaymentRef, value: unknown): Transaction | undefined {
  const transaction = parseTransaction(config.mode, value)
  const isAsked =
    transaction?.outTradeNo === asked.outTradeNo &&
    transaction.mchid === config.mchid &&
    transaction.subMchid === subMerchantOf(config, asked)
  return isAsked ? transaction : undefined
}

function toRefund(config: WechatPayConfig, asked: RefundRef, value: unknown): RefundResult | undefined {
  const refund = parseRefundReply(config, subMerchantOf(config, asked), value)
  return refund?.outRefundNo === asked.outRefundNo ? refund : undefined
}

/** A direct merchant has none, whatever the shop's settings say. */
function subMerchantOf(config: WechatPayConfig, { subMchid }: PaymentRef | RefundRef): string | undefined {
  return config.mode === 'partner' ? subMchid : undefined
}
