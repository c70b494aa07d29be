import * as z from 'zod'
import { toBeijingTime } from './beijing-time.ts'
import type { PaidTrade, Shipping } from './records.ts'
import type { Wechat } from './wechat.ts'

/** Error numbers of shipping management, as its page lists them. */
const errors = {
  unknownPayment: { errcode: 10060001, errmsg: '支付单不存在' },
  finished: { errcode: 10060002, errmsg: '支付单已完成发货，无法继续发货' },
  changeUsed: { errcode: 10060003, errmsg: '支付单已使用重新发货机会' },
  notShippable: { errcode: 10060004, errmsg: '支付单处于不可发货的状态' },
  logisticsType: { errcode: 10060005, errmsg: '物流类型有误' },
  splitWithoutCarrier: { errcode: 10060006, errmsg: '非快递发货时不允许分拆发货' },
  isAllMissing: { errcode: 10060007, errmsg: '分拆发货模式下必须填写 is_all_delivered 字段' },
  itemDescMissing: { errcode: 10060008, errmsg: '商品描述 item_desc 字段不能为空' },
  itemDescLong: { errcode: 10060009, errmsg: '商品描述 item_desc 字段太长' },
  parameters: { errcode: 10060014, errmsg: '参数错误' },
  unchanged: { errcode: 10060023, errmsg: '发货信息未更新' },
  listLong: { errcode: 10060024, errmsg: '物流信息列表太长' },
  carrierLong: { errcode: 10060025, errmsg: '物流公司编码太长' },
  trackingNoLong: { errcode: 10060026, errmsg: '物流单号太长' },
  otherPayer: { errcode: 10060031, errmsg: '该笔支付单不属于 openid 所指定的用户' },
  numberType: { errcode: 268485194, errmsg: '订单单号类型非法' },
  transactionIdMissing: { errcode: 268485195, errmsg: '微信支付单号形式下 transaction_id 字段不能为空' },
  mchidMissing: { errcode: 268485196, errmsg: '商户侧单号形式下 mchid 字段不能为空' },
  outTradeNoMissing: { errcode: 268485197, errmsg: '商户侧单号形式下 out_trade_no 字段不能为空' },
  uploadTime: { errcode: 268485216, errmsg: '上传时间非法，请按照 RFC 3339 格式填写' },
  deliveryMode: { errcode: 268485224, errmsg: '发货模式非法' },
  trackingNoMissing: { errcode: 268485226, errmsg: '物流单号不能为空' },
  carrierMissing: { errcode: 268485227, errmsg: '物流公司编码不能为空' },
  unifiedLength: { errcode: 268485228, errmsg: '统一发货模式下，物流信息列表长度必须为1' },
  badFormat: { errcode: 47001, errmsg: 'data format error' },
} as const
type Failure = (typeof errors)[keyof typeof errors]

const [express, sameCity, virtual, pickup] = [1, 2, 3, 4]
const logisticsTypes = [express, sameCity, virtual, pickup]
const [unified, split] = [1, 2]
/** In one call, and of one payment in all. */
const listMax = 10
const parcelsMax = 15
const codeMax = 128
const itemDescMax = 120
/** The last four digits are shown, others hidden: `189****1234`, `021-****1234`. */
const maskedContact = /^[\d*+-]*\*[\d*+-]*\d{4}$/

const text = z.string().nullish()
const orderKey = z.object({
  order_number_type: z.int().nullish(),
  transaction_id: text,
  mchid: text,
  out_trade_no: text,
})
const uploadRequest = z.object({
  order_key: orderKey,
  logistics_type: z.int(),
  delivery_mode: z.int(),
  is_all_delivered: z.boolean().nullish(),
  shipping_list: z.array(
    z.object({
      tracking_no: text,
      express_company: text,
      item_desc: text,
      contact: z.object({ consignor_contact: text, receiver_contact: text }).nullish(),
    }),
  ),
  upload_time: z.string(),
  payer: z.object({ openid: z.string() }),
})
type Upload = z.infer<typeof uploadRequest>
type Listed = Upload['shipping_list'][number]

/**
 * `upload_shipping_info`: a payment is shipped in one call, or in several until `is_all_delivered`. Another call after
 * that is the one change that there is. From its page: the numbers, lengths and modes. Not from it: that further parcels
 * add to those before, and what is answered to an upload time that does not grow or to SF without a contact.
 */
export function uploadShippingInfo(wechat: Wechat, body: unknown): Failure | { errcode: 0; errmsg: 'ok' } {
  const parsed = uploadRequest.safeParse(body)
  if (!parsed.success) return errors.badFormat
  const upload = parsed.data
  const trade = findTrade(wechat, upload.order_key)
  if ('errcode' in trade) return trade
  const wrong = refuseMode(upload) ?? refuseList(upload) ?? refuseTrade(wechat, upload, trade)
  if (wrong !== undefined) return wrong
  const before = wechat.store.shippings.get(trade.transactionId)
  const after = ship(before, upload, trade)
  if ('errcode' in after) return after
  wechat.store.shippings.put(trade.transactionId, after)
  return { errcode: 0, errmsg: 'ok' }
}

function findTrade(wechat: Wechat, key: Upload['order_key']): PaidTrade | Failure {
  const { store, world, faults, now } = wechat
  if (key.order_number_type !== 1 && key.order_number_type !== 2) return errors.numberType
  if (key.order_number_type === 2 && !key.transaction_id) return errors.transactionIdMissing
  if (key.order_number_type === 1 && !key.mchid) return errors.mchidMissing
  if (key.order_number_type === 1 && !key.out_trade_no) return errors.outTradeNoMissing
  const trade =
    key.order_number_type === 2
      ? store.trades.linked(key.transaction_id ?? '')[0]
      : store.trades.get(key.mchid === world.mchid ? (key.out_trade_no ?? '') : '')
  const isKnown = trade?.status === 'paid' && now().getTime() >= trade.paidAtMs + faults.get().shippingDelayMs
  return isKnown ? trade : errors.unknownPayment
}

function refuseMode({ logistics_type, delivery_mode, is_all_delivered, shipping_list }: Upload): Failure | undefined {
  if (!logisticsTypes.includes(logistics_type)) return errors.logisticsType
  if (delivery_mode !== unified && delivery_mode !== split) return errors.deliveryMode
  if (delivery_mode === split && logistics_type !== express) return errors.splitWithoutCarrier
  if (delivery_mode === split && typeof is_all_delivered !== 'boolean') return errors.isAllMissing
  if (delivery_mode === unified && shipping_list.length !== 1) return errors.unifiedLength
  if (shipping_list.length === 0) return errors.parameters
  return shipping_list.length > listMax ? errors.listLong : undefined
}

const refuseList = ({ logistics_type, shipping_list }: Upload): Failure | undefined =>
  shipping_list.map((listed) => refuseListed(listed, logistics_type)).find((wrong) => wrong !== undefined)

function refuseListed(listed: Listed, logisticsType: number): Failure | undefined {
  const { item_desc, tracking_no, express_company, contact } = listed
  if (!item_desc) return errors.itemDescMissing
  if ([...item_desc].length > itemDescMax) return errors.itemDescLong
  if (logisticsType !== express) return undefined
  if (!tracking_no) return errors.trackingNoMissing
  if (!express_company) return errors.carrierMissing
  if (Buffer.byteLength(tracking_no) > codeMax) return errors.trackingNoLong
  if (Buffer.byteLength(express_company) > codeMax) return errors.carrierLong
  const contacts = [contact?.consignor_contact, contact?.receiver_contact].filter((each) => Boolean(each))
  if (express_company === 'SF' && contacts.length === 0) return errors.parameters
  return contacts.every((each) => maskedContact.test(each ?? '')) ? undefined : errors.parameters
}

const uploadTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/

function refuseTrade({ store }: Wechat, upload: Upload, trade: PaidTrade): Failure | undefined {
  if (!uploadTime.test(upload.upload_time) || Number.isNaN(Date.parse(upload.upload_time))) return errors.uploadTime
  if (upload.payer.openid !== trade.openid) return errors.otherPayer
  const refunds = store.refunds.linked(trade.outTradeNo).filter(({ status }) => status === 'SUCCESS')
  const refundedFen = refunds.reduce((sum, { refundFen }) => sum + refundFen, 0)
  return refundedFen >= trade.totalFen ? errors.notShippable : undefined
}

function ship(before: Shipping | undefined, upload: Upload, { transactionId }: PaidTrade): Shipping | Failure {
  const parcels = upload.shipping_list.map((listed) => ({
    trackingNo: listed.tracking_no ?? '',
    carrier: listed.express_company ?? '',
    itemDesc: listed.item_desc ?? '',
    contact: listed.contact?.receiver_contact ?? listed.contact?.consignor_contact ?? '',
  }))
  const isFinished = upload.delivery_mode === unified || upload.is_all_delivered === true
  const uploadedAtMs = Date.parse(upload.upload_time)
  const { logistics_type: logisticsType, delivery_mode: deliveryMode } = upload
  const told = { transactionId, logisticsType, deliveryMode, isFinished, uploadedAtMs, wasChanged: false }
  if (before === undefined) return { ...told, parcels }
  if (isSame(before, { ...told, parcels })) return errors.unchanged
  if (before.wasChanged) return errors.changeUsed
  if (uploadedAtMs <= before.uploadedAtMs) return errors.parameters
  // What was shipped in whole is changed in whole.
  if (before.isFinished) return isFinished ? { ...told, parcels, wasChanged: true } : errors.finished
  const all = [...before.parcels.filter((known) => !parcels.some(isOf(known))), ...parcels]
  return all.length > parcelsMax ? errors.listLong : { ...told, parcels: all }
}

type Parcel = Shipping['parcels'][number]
const isOf = (one: Parcel) => (other: Parcel) => one.trackingNo === other.trackingNo && one.carrier === other.carrier

/** Whether WeChat would know nothing new. */
const isSame = (before: Shipping, after: Shipping): boolean =>
  before.isFinished === after.isFinished &&
  before.logisticsType === after.logisticsType &&
  after.parcels.every((parcel) => before.parcels.some(isOf(parcel))) &&
  (!after.isFinished || after.uploadedAtMs === before.uploadedAtMs || after.parcels.length === before.parcels.length)

const orderQuery = z.object({
  transaction_id: text,
  merchant_id: text,
  sub_merchant_id: text,
  merchant_trade_no: text,
})

/** `get_order`: a payment and its shipment, as shipping management knows them. Its fields are from memory. */
export function getOrder(wechat: Wechat, body: unknown) {
  const parsed = orderQuery.safeParse(body)
  if (!parsed.success) return errors.badFormat
  const { transaction_id, merchant_id, sub_merchant_id, merchant_trade_no } = parsed.data
  const trade = findTrade(wechat, {
    order_number_type: transaction_id ? 2 : 1,
    transaction_id,
    mchid: merchant_id,
    out_trade_no: merchant_trade_no,
  })
  if ('errcode' in trade) return trade
  if (!transaction_id && (trade.subMchid ?? '') !== (sub_merchant_id ?? '')) return errors.unknownPayment
  const shipping = wechat.store.shippings.get(trade.transactionId)
  const order = {
    transaction_id: trade.transactionId,
    merchant_trade_no: trade.outTradeNo,
    merchant_id: wechat.world.mchid,
    ...(trade.subMchid === undefined ? {} : { sub_merchant_id: trade.subMchid }),
    description: trade.description,
    paid_amount: trade.totalFen,
    openid: trade.openid,
    pay_time: Math.floor(trade.paidAtMs / 1000),
    order_state: shipping?.isFinished ? 2 : 1,
    in_complaint: false,
    ...(shipping === undefined ? {} : { shipping: shippingView(shipping) }),
  }
  return { errcode: 0, errmsg: 'ok', order }
}

const shippingView = ({ deliveryMode, logisticsType, isFinished, wasChanged, parcels, uploadedAtMs }: Shipping) => ({
  delivery_mode: deliveryMode,
  logistics_type: logisticsType,
  finish_shipping: isFinished,
  finish_shipping_count: Number(isFinished) + Number(wasChanged),
  goods_desc: parcels[0]?.itemDesc ?? '',
  shipping_list: parcels.map(({ trackingNo, carrier, itemDesc, contact }) => ({
    tracking_no: trackingNo,
    express_company: carrier,
    goods_desc: itemDesc,
    upload_time: toBeijingTime(uploadedAtMs),
    contact: { receiver_contact: contact },
  })),
})
