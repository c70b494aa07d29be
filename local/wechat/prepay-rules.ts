import * as z from 'zod'

/** The documented shapes of WeChat Pay's requests. Unknown fields and nulls are refused by it, so they are here. */

/** WeChat Pay counts characters, not UTF-16 units. */
export const text = (charactersMax: number) =>
  z
    .string()
    .min(1)
    .refine((value) => [...value].length <= charactersMax, `longer than ${charactersMax} characters`)

const currency = z.literal('CNY').optional()
const fen = z.int().min(0)
export const payableFen = z.int().min(1)

export const outTradeNo = z.string().regex(/^[0-9A-Za-z_\-|*]{6,32}$/)
export const outRefundNo = z.string().regex(/^[0-9A-Za-z_\-|*@]{1,64}$/)
export const merchantId = text(32)

/** https without query, fragment or log-in. http is for the machine's own hosts only: the real service asks for a private line. */
function isNotifyUrl(value: string): boolean {
  if (!URL.canParse(value) || value.includes('?') || value.includes('#') || /\s/.test(value)) return false
  const { protocol, hostname, username, password } = new URL(value)
  if (username !== '' || password !== '') return false
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
  return protocol === 'https:' || (protocol === 'http:' && isLoopback)
}
export const notifyUrl = (charactersMax: number) =>
  text(charactersMax).refine(isNotifyUrl, 'must be https without a query')

const goods = z.strictObject({
  merchant_goods_id: text(32),
  wechatpay_goods_id: text(32).optional(),
  goods_name: text(256).optional(),
  quantity: z.int().min(1),
  unit_price: fen,
})
const detail = z.strictObject({
  cost_price: fen.optional(),
  invoice_id: text(32).optional(),
  goods_detail: z.array(goods).min(1).optional(),
})
const storeInfo = z.strictObject({
  id: text(32),
  name: text(256).optional(),
  area_code: text(32).optional(),
  address: text(512).optional(),
})
const sceneInfo = z.strictObject({
  payer_client_ip: text(45),
  device_id: text(32).optional(),
  store_info: storeInfo.optional(),
})

const common = {
  description: text(127),
  out_trade_no: outTradeNo,
  /** RFC 3339 with seconds and an offset, as documented; whether the real service also takes `Z` or fractions is not known. */
  time_expire: z.iso
    .datetime({ offset: true, precision: 0 })
    .refine((value) => !value.endsWith('Z'), 'must carry an offset such as +08:00')
    .optional(),
  attach: text(128).optional(),
  notify_url: notifyUrl(255),
  goods_tag: text(32).optional(),
  support_fapiao: z.boolean().optional(),
  amount: z.strictObject({ total: payableFen, currency }),
  detail: detail.optional(),
  scene_info: sceneInfo.optional(),
  settle_info: z.strictObject({ profit_sharing: z.boolean().optional() }).optional(),
  limit_pay: z.array(z.enum(['no_balance', 'no_credit', 'no_debit', 'balance_only'])).optional(),
}

export const directPrepay = z.strictObject({
  appid: text(32),
  mchid: merchantId,
  ...common,
  payer: z.strictObject({ openid: text(128) }),
})

export const partnerPrepay = z.strictObject({
  sp_appid: text(32),
  sp_mchid: merchantId,
  sub_appid: text(32).optional(),
  sub_mchid: merchantId,
  ...common,
  payer: z.union([z.strictObject({ sp_openid: text(128) }), z.strictObject({ sub_openid: text(128) })]),
})

export const directCaller = z.strictObject({ mchid: merchantId })
export const partnerCaller = z.strictObject({ sp_mchid: merchantId, sub_mchid: merchantId })

const refundGoods = z.strictObject({
  merchant_goods_id: text(32),
  wechatpay_goods_id: text(32).optional(),
  goods_name: text(256).optional(),
  unit_price: fen,
  refund_amount: fen,
  refund_quantity: z.int().min(1),
})

const refundCommon = {
  transaction_id: text(32).optional(),
  out_trade_no: outTradeNo.optional(),
  out_refund_no: outRefundNo,
  reason: text(80).optional(),
  notify_url: notifyUrl(256).optional(),
  funds_account: z.literal('AVAILABLE').optional(),
  amount: z.strictObject({
    refund: payableFen,
    total: payableFen,
    currency: z.literal('CNY'),
    from: z.array(z.strictObject({ account: z.enum(['AVAILABLE', 'UNAVAILABLE']), amount: payableFen })).optional(),
  }),
  goods_detail: z.array(refundGoods).min(1).optional(),
}
export const directRefund = z.strictObject(refundCommon)
export const partnerRefund = z.strictObject({ sub_mchid: merchantId, ...refundCommon })

export const directRefundQuery = z.strictObject({})
export const partnerRefundQuery = z.strictObject({ sub_mchid: merchantId })

/** Of `apply-abnormal-refund`; what is needed with which type is looked at behind it. */
const redirectionCommon = {
  out_refund_no: outRefundNo,
  type: z.enum(['USER_BANK_CARD', 'MERCHANT_BANK_CARD']),
  bank_type: text(16).optional(),
  bank_account: z.base64().max(1024).optional(),
  real_name: z.base64().max(1024).optional(),
}
export const directRedirection = z.strictObject(redirectionCommon)
export const partnerRedirection = z.strictObject({ sub_mchid: merchantId, ...redirectionCommon })
