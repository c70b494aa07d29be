import { beijingDay, toBeijingTime } from './beijing-time.ts'
import { queueNotification } from './notifications.ts'
import type { PayCall } from './pay-api.ts'
import { directRefund, directRefundQuery, partnerRefund, partnerRefundQuery } from './prepay-rules.ts'
import type { PaidTrade, Refund } from './records.ts'
import { canonicalJson, type Parsed, parseParameters, type Reply, refuse } from './reply.ts'
import type { Wechat } from './wechat.ts'
import { digits } from './world.ts'

const refundsMax = 50
const refundSpacingMs = 60_000
const refundableMs = 365 * 86_400_000
const refundsPerTurn = 100

type RefundRequest = ReturnType<typeof directRefund.parse> & { readonly sub_mchid?: string }

/** Erroneous calls for refunds in a second; above that every call is refused for a while. */
const erroneousPerSecondMax = 6
const secondMs = 1_000
const erroneous = 'erroneous refund'

/** A call for a refund within the limit of erroneous ones: that of refunds which are right is far above any test. */
export function limitErroneous(handle: (call: PayCall) => Reply): (call: PayCall) => Reply {
  return (call) => {
    const { rates, faults } = call.wechat
    const isOver = rates.count(erroneous, call.nowMs, secondMs) >= erroneousPerSecondMax
    if (isOver && faults.get().limitsRates) return refuse('FREQUENCY_LIMITED', '错误的退款请求过于频繁')
    const reply = handle(call)
    if (reply.status >= 400) rates.note(erroneous, call.nowMs, secondMs)
    return reply
  }
}

/** `POST /v3/refund/domestic/refunds`: accepts a refund, which ends later; the same number and parameters are answered again. */
export function requestRefund(call: PayCall): Reply {
  const isPartner = call.wechat.world.mode === 'partner'
  const parsed: Parsed<RefundRequest> = parseParameters(isPartner ? partnerRefund : directRefund, call.body, 'body')
  if (!parsed.ok) return parsed.reply
  const request = parsed.value
  if ((request.transaction_id === undefined) === (request.out_trade_no === undefined)) {
    return refuse('PARAM_ERROR', 'transaction_id和out_trade_no必须二选一')
  }
  const { store } = call.wechat
  if (request.sub_mchid !== undefined && store.subMerchants.get(request.sub_mchid) === undefined) {
    return refuse('MCH_NOT_EXISTS', '特约商户号不存在', { status: 404 })
  }
  const known = store.refunds.get(request.out_refund_no)
  if (known !== undefined) {
    return known.request === canonicalJson(request)
      ? { status: 200, body: refundView(known) }
      : refuse('INVALID_REQUEST', '同一退款单号的参数与之前请求不一致')
  }
  const trade = findTrade(call, request)
  if (trade === undefined || trade.subMchid !== request.sub_mchid) return refuse('RESOURCE_NOT_EXISTS', '订单不存在')
  if (trade.status !== 'paid') return refuse('INVALID_REQUEST', '订单未支付，不能退款')
  return refuseRefund(call, trade, request) ?? accept(call, trade, request)
}

function findTrade({ wechat }: PayCall, { transaction_id, out_trade_no }: RefundRequest) {
  const { trades } = wechat.store
  return transaction_id === undefined ? trades.get(out_trade_no ?? '') : trades.linked(transaction_id)[0]
}

function refuseRefund({ wechat, nowMs }: PayCall, trade: PaidTrade, request: RefundRequest): Reply | undefined {
  if (request.amount.total !== trade.totalFen) return refuse('INVALID_REQUEST', '订单金额与支付金额不一致')
  if (nowMs > trade.paidAtMs + refundableMs) return refuse('INVALID_REQUEST', '订单已超过可退款的最大期限')
  const others = wechat.store.refunds.linked(trade.outTradeNo)
  const refundedFen = others
    .filter((other) => other.status !== 'CLOSED')
    .reduce((sum, other) => sum + other.refundFen, 0)
  if (refundedFen + request.amount.refund > trade.totalFen) return refuse('INVALID_REQUEST', '退款金额大于可退金额')
  if (others.length >= refundsMax) return refuse('RULE_LIMIT', '一笔订单最多支持50次部分退款')
  const lastAtMs = Math.max(...others.map((other) => other.createdAtMs))
  return nowMs - lastAtMs < refundSpacingMs ? refuse('FREQUENCY_LIMITED', '同一订单的退款请求须间隔1分钟') : undefined
}

function accept({ wechat, nowMs }: PayCall, trade: PaidTrade, request: RefundRequest): Reply {
  const refund: Refund = {
    outRefundNo: request.out_refund_no,
    refundId: `503${digits(2)}${beijingDay(nowMs)}${digits(15)}`,
    outTradeNo: trade.outTradeNo,
    transactionId: trade.transactionId,
    refundFen: request.amount.refund,
    totalFen: trade.totalFen,
    ...(request.notify_url === undefined ? {} : { notifyUrl: request.notify_url }),
    request: canonicalJson(request),
    status: 'PROCESSING',
    createdAtMs: nowMs,
  }
  const { refunds, trades } = wechat.store
  refunds.put(refund.outRefundNo, refund, { link: trade.outTradeNo, dueMs: nowMs + wechat.faults.get().refundDelayMs })
  trades.put(trade.outTradeNo, { ...trade, refunded: true }, { link: trade.transactionId })
  return { status: 200, body: refundView(refund) }
}

/** `GET /v3/refund/domestic/refunds/{number}` */
export function queryRefund(call: PayCall): Reply {
  const isPartner = call.wechat.world.mode === 'partner'
  const shape = isPartner ? partnerRefundQuery : directRefundQuery
  const parsed: Parsed<{ sub_mchid?: string }> = parseParameters(shape, call.query, 'query')
  if (!parsed.ok) return parsed.reply
  const refund = call.wechat.store.refunds.get(call.params.number ?? '')
  const subMchid = refund && call.wechat.store.trades.get(refund.outTradeNo)?.subMchid
  if (refund === undefined || subMchid !== parsed.value.sub_mchid) return refuse('RESOURCE_NOT_EXISTS', '退款单不存在')
  return { status: 200, body: refundView(refund) }
}

/** Ends the refunds whose processing time is over by the clock, and queues their notifications. */
export function endDueRefunds(wechat: Wechat): void {
  const nowMs = wechat.now().getTime()
  const { refunds } = wechat.store
  for (const refund of refunds.due(nowMs, refundsPerTurn)) {
    const ended: Refund = { ...refund, status: wechat.faults.get().refundOutcome, endedAtMs: nowMs }
    wechat.store.transaction(() => {
      refunds.put(refund.outRefundNo, ended, { link: refund.outTradeNo })
      notifyOfRefund(wechat, ended)
    })
  }
}

function notifyOfRefund(wechat: Wechat, refund: Refund): void {
  if (refund.notifyUrl === undefined) return
  const subMchid = wechat.store.trades.get(refund.outTradeNo)?.subMchid
  const { mchid } = wechat.world
  const { status, user_received_account, success_time, ...view } = refundView(refund)
  queueNotification(wechat, {
    outTradeNo: refund.outTradeNo,
    url: refund.notifyUrl,
    eventType: `REFUND.${refund.status}`,
    summary: refund.status === 'SUCCESS' ? '退款成功' : '退款异常',
    originalType: 'refund',
    resource: {
      ...(subMchid === undefined ? { mchid } : { sp_mchid: mchid, sub_mchid: subMchid }),
      transaction_id: view.transaction_id,
      out_trade_no: view.out_trade_no,
      refund_id: view.refund_id,
      out_refund_no: view.out_refund_no,
      refund_status: status,
      ...(success_time === undefined ? {} : { success_time }),
      user_received_account,
      amount: {
        total: refund.totalFen,
        refund: refund.refundFen,
        payer_total: refund.totalFen,
        payer_refund: refund.refundFen,
      },
    },
  })
}

/** The refund as a reply has it. */
export function refundView(refund: Refund) {
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    channel: refund.redirectedTo === undefined ? 'ORIGINAL' : 'OTHER_BANKCARD',
    user_received_account: refund.redirectedTo ?? '支付用户零钱',
    ...(refund.status === 'SUCCESS' ? { success_time: toBeijingTime(refund.endedAtMs ?? refund.createdAtMs) } : {}),
    create_time: toBeijingTime(refund.createdAtMs),
    status: refund.status,
    funds_account: 'AVAILABLE',
    amount: {
      total: refund.totalFen,
      refund: refund.refundFen,
      payer_total: refund.totalFen,
      payer_refund: refund.refundFen,
      settlement_refund: refund.refundFen,
      settlement_total: refund.totalFen,
      discount_refund: 0,
      currency: 'CNY',
    },
  }
}
