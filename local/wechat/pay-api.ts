import { randomBytes } from 'node:crypto'
import { refuseUnauthorized } from './authorization.ts'
import {
  billDownloadPath,
  downloadBill,
  requestFundFlowBill,
  requestSubMerchantFundFlow,
  requestTradeBill,
} from './bills.ts'
import { type HttpRequest, matchPath, parseJsonObject } from './http-server.ts'
import { prepayDirect, prepayPartner } from './prepay.ts'
import { redirectRefund } from './redirection.ts'
import { limitErroneous, queryRefund, requestRefund } from './refunds.ts'
import { type Reply, refuse } from './reply.ts'
import { type SigningKey, signedHeaders } from './signature.ts'
import { closeTrade, queryByOutTradeNo, queryByTransactionId } from './trades.ts'
import { cancelTransfer, createTransfer, queryTransfer } from './transfers.ts'
import type { Wechat } from './wechat.ts'

/** One verified call of the merchant's. */
export type PayCall = {
  readonly wechat: Wechat
  readonly nowMs: number
  /** Of this server, as the merchant calls it. */
  readonly origin: string
  readonly params: Readonly<Record<string, string>>
  readonly query: unknown
  readonly body: unknown
  /** `Wechatpay-Serial`: the key that encrypted the fields of the body. */
  readonly serial: string | undefined
}
type PayRoute = { readonly method: 'GET' | 'POST'; readonly path: string; readonly handle: (call: PayCall) => Reply }

const partner = '/v3/pay/partner/transactions'
const direct = '/v3/pay/transactions'
const refunds = '/v3/refund/domestic/refunds'
const directTransfers = '/v3/fund-app/mch-transfer/transfer-bills'
const partnerTransfers = '/v3/fund-app/mch-transfer/partner/transfer-bills'

const routes: readonly PayRoute[] = [
  { method: 'POST', path: `${partner}/jsapi`, handle: prepayPartner },
  { method: 'POST', path: `${direct}/jsapi`, handle: prepayDirect },
  { method: 'GET', path: `${partner}/out-trade-no/{number}`, handle: queryByOutTradeNo('partner') },
  { method: 'GET', path: `${direct}/out-trade-no/{number}`, handle: queryByOutTradeNo('direct') },
  { method: 'GET', path: `${partner}/id/{number}`, handle: queryByTransactionId('partner') },
  { method: 'GET', path: `${direct}/id/{number}`, handle: queryByTransactionId('direct') },
  { method: 'POST', path: `${partner}/out-trade-no/{number}/close`, handle: closeTrade('partner') },
  { method: 'POST', path: `${direct}/out-trade-no/{number}/close`, handle: closeTrade('direct') },
  { method: 'POST', path: refunds, handle: limitErroneous(requestRefund) },
  { method: 'POST', path: `${refunds}/{refundId}/apply-abnormal-refund`, handle: limitErroneous(redirectRefund) },
  { method: 'GET', path: `${refunds}/{number}`, handle: queryRefund },
  { method: 'POST', path: directTransfers, handle: createTransfer('direct') },
  { method: 'POST', path: partnerTransfers, handle: createTransfer('partner') },
  { method: 'GET', path: `${directTransfers}/out-bill-no/{number}`, handle: queryTransfer('direct') },
  { method: 'GET', path: `${partnerTransfers}/out-bill-no/{number}`, handle: queryTransfer('partner') },
  { method: 'POST', path: `${directTransfers}/out-bill-no/{number}/cancel`, handle: cancelTransfer('direct') },
  { method: 'POST', path: `${partnerTransfers}/out-bill-no/{number}/cancel`, handle: cancelTransfer('partner') },
  { method: 'GET', path: '/v3/bill/tradebill', handle: requestTradeBill },
  { method: 'GET', path: '/v3/bill/fundflowbill', handle: requestFundFlowBill },
  { method: 'GET', path: '/v3/bill/sub-merchant-fundflowbill', handle: requestSubMerchantFundFlow },
  { method: 'GET', path: billDownloadPath, handle: downloadBill },
]

/** Answers a call of WeChat Pay's API, signed whatever the answer is. */
export function answerPay(wechat: Wechat, request: HttpRequest) {
  const nowMs = wechat.now().getTime()
  const reply = decide(wechat, request, nowMs)
  if (reply.file !== undefined)
    return { status: reply.status, headers: { 'content-type': 'application/octet-stream' }, body: reply.file }
  const body = reply.body === undefined ? '' : JSON.stringify(reply.body)
  if (reply.status >= 400) wechat.log(`wechat: ${request.method} ${request.path} → ${reply.status} ${body}`)
  const headers = {
    ...signedHeaders(wechat.world, answeringKey(wechat, request), nowMs, body),
    'request-id': `08${randomBytes(14).toString('hex').toUpperCase()}-${reply.requestCode ?? 0}`,
    ...(body === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
  }
  return { status: reply.status, headers, body }
}

function decide(wechat: Wechat, request: HttpRequest, nowMs: number): Reply {
  const refusal = refuseHeaders(request) ?? refuseUnauthorized(wechat, request, nowMs) ?? refuseSerial(wechat, request)
  if (refusal !== undefined) return refusal
  const matches = routes.flatMap((route) => {
    const params = matchPath(route.path, request.path)
    return params === undefined ? [] : [{ route, params }]
  })
  const match = matches.find(({ route }) => route.method === request.method)
  if (match === undefined) {
    return matches.length === 0
      ? refuse('RESOURCE_NOT_EXISTS', '请求的资源不存在')
      : refuse('INVALID_REQUEST', '不支持的请求方法', { status: 405 })
  }
  const body = match.route.method === 'POST' ? parseJsonObject(request.rawBody) : {}
  if (body === undefined) return refuse('PARAM_ERROR', '请求体不是合法的JSON对象')
  const origin = `http://${request.headers.host}`
  const serial = request.headers['wechatpay-serial']?.toString()
  const call = { wechat, nowMs, origin, params: match.params, query: queryRecord(request.query), body, serial }
  return wechat.store.transaction(() => match.route.handle(call))
}

function refuseHeaders({ method, headers }: HttpRequest): Reply | undefined {
  const accept = headers.accept ?? ''
  if (!headers['user-agent'] || !/(application\/json|\*\/\*)/.test(accept)) {
    return refuse('PARAM_ERROR', 'Http头缺少Accept或User-Agent')
  }
  const isJson = /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')
  return method === 'POST' && !isJson ? refuse('PARAM_ERROR', 'Http头Content-Type须为application/json') : undefined
}

/** `Wechatpay-Serial` says which key the merchant can verify with; a serial that WeChat Pay never had is refused. */
function refuseSerial({ world }: Wechat, { headers }: HttpRequest): Reply | undefined {
  const serial = headers['wechatpay-serial']
  const isKnown = serial === undefined || serial === world.payPublicKeyId || serial === world.platformSerial
  return isKnown ? undefined : refuse('PARAM_ERROR', '平台证书序列号Wechatpay-Serial错误')
}

function answeringKey({ world, faults }: Wechat, { headers }: HttpRequest): SigningKey {
  const { signWith } = faults.get()
  if (signWith !== 'auto') return signWith
  return headers['wechatpay-serial'] === world.platformSerial ? 'platform' : 'public-key'
}

/** A parameter that was sent twice becomes an array, which no shape accepts. */
function queryRecord(query: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries(
    [...query.keys()].map((name) => {
      const values = query.getAll(name)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}
