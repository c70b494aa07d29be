import { randomBytes } from 'node:crypto'
import type * as z from 'zod'
import { toBeijingTime } from './beijing-time.ts'
import type { PayCall } from './pay-api.ts'
import { directPrepay, partnerPrepay } from './prepay-rules.ts'
import type { Trade } from './records.ts'
import { canonicalJson, parseParameters, type Reply, refuse, requestCodes } from './reply.ts'
import { refuseMode } from './trades.ts'

/** A prepay id can be paid with for two hours, whatever time_expire says. */
export const prepayIdLifeMs = 2 * 3_600_000
const expiryDefaultMs = 7 * 86_400_000
const expiryMinMs = 60_000
/** The merchant pages say 90 days, the e-commerce pages 15. */
const expiryMaxMs = 90 * 86_400_000

type PrepayRequest = z.infer<typeof directPrepay> | z.infer<typeof partnerPrepay>
type Parties = { readonly appId: string; readonly mchid: string; readonly openid: string; readonly subMchid?: string }

/** `POST /v3/pay/transactions/jsapi` */
export function prepayDirect(call: PayCall): Reply {
  const parsed = parseParameters(directPrepay, call.body, 'body')
  if (!parsed.ok) return parsed.reply
  const { appid, mchid, payer } = parsed.value
  return refuseMode(call, 'direct') ?? prepay(call, parsed.value, { appId: appid, mchid, openid: payer.openid })
}

/** `POST /v3/pay/partner/transactions/jsapi` */
export function prepayPartner(call: PayCall): Reply {
  const parsed = parseParameters(partnerPrepay, call.body, 'body')
  if (!parsed.ok) return parsed.reply
  const { sp_appid, sp_mchid, sub_appid, sub_mchid, payer } = parsed.value
  const refusal = refuseMode(call, 'partner')
  if (refusal !== undefined) return refusal
  if (call.wechat.store.subMerchants.get(sub_mchid) === undefined) return refuse('MCH_NOT_EXISTS', '特约商户号不存在')
  // No sub-merchant of this world has bound a mini-program of its own.
  if (sub_appid !== undefined) return refuse('APPID_MCHID_NOT_MATCH', 'sub_mchid与sub_appid不匹配')
  if (!('sp_openid' in payer)) return refuse('PARAM_ERROR', '传入sub_openid时sub_appid必填')
  return prepay(call, parsed.value, { appId: sp_appid, mchid: sp_mchid, openid: payer.sp_openid, subMchid: sub_mchid })
}

function prepay(call: PayCall, request: PrepayRequest, parties: Parties): Reply {
  const { world, store } = call.wechat
  if (parties.mchid !== world.mchid) return refuse('PARAM_ERROR', '请求中的商户号与Authorization中的mchid不一致')
  if (parties.appId !== world.appId) return refuse('APPID_MCHID_NOT_MATCH', 'appid和mch_id不匹配')
  if (store.users.linked(parties.openid).length === 0) return refuse('PARAM_ERROR', 'appid和openid不匹配')
  const known = store.trades.get(request.out_trade_no)
  const refusal = known && refuseAgain(call, known, request, parties)
  if (refusal !== undefined) return refusal
  if (known === undefined) store.trades.put(request.out_trade_no, newTrade(call, request, parties))
  return { status: 200, body: { prepay_id: issuePrepayId(call, request.out_trade_no) } }
}

function newTrade({ nowMs, wechat }: PayCall, request: PrepayRequest, parties: Parties): Trade {
  const wantedMs = request.time_expire === undefined ? nowMs + expiryDefaultMs : Date.parse(request.time_expire)
  return {
    status: 'unpaid',
    outTradeNo: request.out_trade_no,
    mode: wechat.world.mode,
    ...(parties.subMchid === undefined ? {} : { subMchid: parties.subMchid }),
    openid: parties.openid,
    totalFen: request.amount.total,
    description: request.description,
    attach: request.attach ?? '',
    notifyUrl: request.notify_url,
    request: canonicalJson(request),
    createdAtMs: nowMs,
    expiresAtMs: Math.min(Math.max(wantedMs, nowMs + expiryMinMs), nowMs + expiryMaxMs),
  }
}

/** A number that is known is answered only when every parameter is the same and the trade can still be paid. */
function refuseAgain(call: PayCall, known: Trade, request: PrepayRequest, parties: Parties): Reply | undefined {
  if (known.subMchid !== parties.subMchid) return refuse('OUT_TRADE_NO_USED', '商户订单号重复')
  if (known.status === 'paid') return refuse('ORDER_PAID', '该订单已支付')
  if (known.status === 'closed') return refuse('ORDER_CLOSED', '该订单已关闭')
  if (known.request !== canonicalJson(request)) {
    const message = '请求重入时，参数与首次请求时不一致'
    return refuse('INVALID_REQUEST', message, { requestCode: requestCodes.changedParameters })
  }
  // Which code the real service gives for an expired, never closed number is not documented.
  return call.nowMs >= known.expiresAtMs ? refuse('ORDER_CLOSED', '该订单已过期') : undefined
}

function issuePrepayId({ wechat, nowMs }: PayCall, outTradeNo: string): string {
  const day = toBeijingTime(nowMs).slice(0, 19).replaceAll(/\D/g, '')
  const prepayId = `wx${day}${randomBytes(10).toString('hex')}`
  wechat.store.prepayIds.put(prepayId, { prepayId, outTradeNo, issuedAtMs: nowMs }, { link: outTradeNo })
  return prepayId
}
