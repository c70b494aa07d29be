import * as z from 'zod'
import type { Order, OrderLine } from '../../domain/orders/order.ts'
import type { Parcel } from '../../domain/orders/shipment.ts'
import type { Telling, TellingAnswer } from '../../domain/orders/shipping-report.ts'
import { type WechatApi, wechatBusy } from '../shared/wechat-access-token.ts'
import { WechatUnavailable } from '../shared/wechat-app.ts'

type DeliveryKind = Order['delivery']['kind']

/** What WeChat's shipping management needs to know of a shipment. */
export type ShippingUpload = {
  /** WeChat's own number of the payment. It names one payment of the whole platform, whichever merchant number asked. */
  readonly transactionId: string
  /** Who paid, as the mini-program knows them. */
  readonly openid: string
  readonly kind: DeliveryKind
  readonly lines: readonly Pick<OrderLine, 'title' | 'quantity'>[]
  readonly telling: Telling
  /** The recipient's phone number, of which WeChat gets the last four digits: it wants them for parcels of SF. */
  readonly phone?: string
}

const uploadPath = '/wxa/sec/order/upload_shipping_info'

/** Documented, in characters. */
const itemDescMax = 120

const byTransactionId = 2
const logisticsTypes: Readonly<Record<DeliveryKind, number>> = { express: 1, virtual: 3, pickup: 4 }
const deliveryModes = { unified: 1, split: 2 } as const

/**
 * WeChat has a shipment of this order that nothing can be added to (10060002), whose one change is used up (10060003), or
 * that says the same (10060023): the money is free, and an earlier try of ours may have done it.
 */
const alreadyThere: readonly number[] = [10060002, 10060003, 10060023]

/**
 * Not now. 10060001: it does not know the payment yet, which takes it up to a minute; 10060012 and 10060019: busy. A token
 * that was refused twice, a quota, a missing right or address of ours: true of every report until somebody has mended it.
 */
const later: readonly number[] = [
  wechatBusy,
  ...[10060001, 10060012, 10060019],
  ...[40001, 40013, 40014, 40125, 40164, 42001, 45009, 45011, 48001, 50002, 61004],
]

/** Tells WeChat of a shipment, once. Safe to repeat: the same again is answered as being there. */
export async function uploadShippingInfo(api: Pick<WechatApi, 'post'>, upload: ShippingUpload): Promise<TellingAnswer> {
  try {
    const answer = await api.post(uploadPath, uploadBody(upload), z.object({}))
    if (answer.ok) return { kind: 'told' }
    const { errcode: code } = answer
    if (alreadyThere.includes(code)) return { kind: 'told', code }
    return later.includes(code) ? { kind: 'later', code } : { kind: 'refused', code }
  } catch (error) {
    if (error instanceof WechatUnavailable) return { kind: 'later' }
    throw error
  }
}

function uploadBody({ transactionId, openid, kind, lines, telling, phone }: ShippingUpload) {
  const { parcels, isAll, isWhole, toldAt } = telling
  const item_desc = itemDescription(lines)
  const contact = phone === undefined ? {} : { contact: { receiver_contact: masked(phone) } }
  const listed = (parcel: Parcel) => ({
    tracking_no: parcel.trackingNo,
    express_company: parcel.carrier,
    item_desc,
    ...contact,
  })
  // In the unified mode there is exactly one parcel, and only parcels with a carrier may be split.
  const isUnified = isWhole && isAll && parcels.length <= 1
  return {
    order_key: { order_number_type: byTransactionId, transaction_id: transactionId },
    logistics_type: logisticsTypes[kind],
    delivery_mode: isUnified ? deliveryModes.unified : deliveryModes.split,
    ...(isUnified ? {} : { is_all_delivered: isAll }),
    shipping_list: parcels.length === 0 ? [{ item_desc }] : parcels.map(listed),
    upload_time: beijingMoment(toldAt),
    payer: { openid },
  }
}

/** The form of the documentation that tells least: `****1234`. */
const masked = (phone: string) => `****${phone.replace(/\D/g, '').slice(-4)}`

/** The goods in one line: which of them are in which parcel is not known. */
export function itemDescription(lines: ShippingUpload['lines']): string {
  const text = lines.map(({ title, quantity }) => `${title}*${quantity}`).join(';')
  const characters = [...text]
  return characters.length <= itemDescMax ? text : `${characters.slice(0, itemDescMax - 1).join('')}…`
}

const beijingOffsetMs = 8 * 3_600_000

/** RFC 3339 with milliseconds and Beijing's offset, the only form that is documented. */
const beijingMoment = (moment: string) =>
  new Date(Date.parse(moment) + beijingOffsetMs).toISOString().replace('Z', '+08:00')
