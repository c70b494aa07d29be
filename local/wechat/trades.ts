import { toBeijingTime } from './beijing-time.ts'
import type { PayCall } from './pay-api.ts'
import { directCaller, partnerCaller } from './prepay-rules.ts'
import type { Trade } from './records.ts'
import { type Parsed, parseParameters, type Reply, refuse } from './reply.ts'
import type { WechatWorld } from './world.ts'

type Mode = WechatWorld['mode']

/** `GET …/out-trade-no/{number}` */
export function queryByOutTradeNo(mode: Mode) {
  return (call: PayCall): Reply => query(call, mode, call.wechat.store.trades.get(call.params.number ?? ''))
}

/** `GET …/id/{number}`: only a paid trade has a transaction id. */
export function queryByTransactionId(mode: Mode) {
  return (call: PayCall): Reply => query(call, mode, call.wechat.store.trades.linked(call.params.number ?? '')[0])
}

/** `POST …/out-trade-no/{number}/close`: 204, again and again; refused once it is paid. */
export function closeTrade(mode: Mode) {
  return (call: PayCall): Reply => {
    const caller = parseCaller(call, mode, call.body, 'body')
    if (!caller.ok) return caller.reply
    const trade = call.wechat.store.trades.get(call.params.number ?? '')
    if (trade === undefined || trade.subMchid !== caller.value.subMchid) return refuse('ORDER_NOT_EXIST', '订单不存在')
    if (trade.status === 'paid') return refuse('ORDER_PAID', '该订单已支付')
    if (trade.status === 'unpaid') {
      call.wechat.store.trades.put(trade.outTradeNo, { ...trade, status: 'closed', closedAtMs: call.nowMs })
    }
    return { status: 204 }
  }
}

function query(call: PayCall, mode: Mode, trade: Trade | undefined): Reply {
  const caller = parseCaller(call, mode, call.query, 'query')
  if (!caller.ok) return caller.reply
  if (trade === undefined || trade.subMchid !== caller.value.subMchid) return refuse('ORDER_NOT_EXIST', '订单不存在')
  return { status: 200, body: tradeView(call.wechat.world, trade) }
}

function parseCaller(
  call: PayCall,
  mode: Mode,
  value: unknown,
  location: 'body' | 'query',
): Parsed<{ subMchid: string | undefined }> {
  const wrongMode = refuseMode(call, mode)
  if (wrongMode !== undefined) return { ok: false, reply: wrongMode }
  const { mchid } = call.wechat.world
  const mismatch = refuse('PARAM_ERROR', '请求中的商户号与Authorization中的mchid不一致')
  if (mode === 'partner') {
    const parsed = parseParameters(partnerCaller, value, location)
    if (!parsed.ok) return parsed
    return parsed.value.sp_mchid === mchid
      ? { ok: true, value: { subMchid: parsed.value.sub_mchid } }
      : { ok: false, reply: mismatch }
  }
  const parsed = parseParameters(directCaller, value, location)
  if (!parsed.ok) return parsed
  return parsed.value.mchid === mchid ? { ok: true, value: { subMchid: undefined } } : { ok: false, reply: mismatch }
}

/** A service provider has no right to the direct endpoints, nor a merchant to the partner ones. */
export function refuseMode({ wechat }: PayCall, mode: Mode): Reply | undefined {
  return wechat.world.mode === mode ? undefined : refuse('NO_AUTH', '商户无此接口权限')
}

/** The trade as queries answer it and as a paid notification carries it. */
export function tradeView(world: WechatWorld, trade: Trade): Record<string, unknown> {
  return {
    ...(trade.subMchid === undefined
      ? { appid: world.appId, mchid: world.mchid }
      : { sp_appid: world.appId, sp_mchid: world.mchid, sub_mchid: trade.subMchid }),
    out_trade_no: trade.outTradeNo,
    attach: trade.attach,
    promotion_detail: [],
    payer: trade.subMchid === undefined ? { openid: trade.openid } : { sp_openid: trade.openid },
    ...tradeState(trade),
  }
}

function tradeState(trade: Trade): Record<string, unknown> {
  const amount = { total: trade.totalFen, currency: 'CNY' }
  switch (trade.status) {
    case 'unpaid':
      return { trade_state: 'NOTPAY', trade_state_desc: '订单未支付', amount }
    case 'closed':
      return { trade_state: 'CLOSED', trade_state_desc: '订单已关闭', amount }
    case 'paid':
      return {
        ...(trade.refunded
          ? { trade_state: 'REFUND', trade_state_desc: '订单发生过退款' }
          : { trade_state: 'SUCCESS', trade_state_desc: '支付成功' }),
        transaction_id: trade.transactionId,
        trade_type: 'JSAPI',
        bank_type: 'OTHERS',
        success_time: toBeijingTime(trade.paidAtMs),
        amount: { ...amount, payer_total: trade.totalFen, payer_currency: 'CNY' },
      }
  }
}
