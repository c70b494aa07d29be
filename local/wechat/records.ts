import * as z from 'zod'

/** What the stand-in keeps. Times ending in `Ms` are epoch milliseconds of the clock that it was given; money is fen. */

export const user = z.strictObject({ name: z.string(), openid: z.string(), unionid: z.string() })
export type User = z.infer<typeof user>

export const loginCode = z.strictObject({
  code: z.string(),
  name: z.string(),
  issuedAtMs: z.number(),
  used: z.boolean(),
})

const accessToken = z.strictObject({ token: z.string(), expiresAtMs: z.number() })
export const tokenState = z.strictObject({
  current: accessToken,
  /** Still valid until its own end, unless the refresh was forced. */
  previous: accessToken.optional(),
  forced: z.strictObject({ day: z.string(), count: z.int(), atMs: z.number() }).optional(),
})
export type TokenState = z.infer<typeof tokenState>

export const nonce = z.strictObject({ timestamp: z.string() })

export const subMerchant = z.strictObject({ subMchid: z.string() })

const tradeBase = {
  outTradeNo: z.string(),
  mode: z.enum(['partner', 'direct']),
  /** In partner mode. */
  subMchid: z.string().optional(),
  openid: z.string(),
  totalFen: z.int(),
  description: z.string(),
  attach: z.string(),
  notifyUrl: z.string(),
  /** The request in canonical form: a repeat must be the same. */
  request: z.string(),
  createdAtMs: z.number(),
  /** Nobody can pay from then on. */
  expiresAtMs: z.number(),
}
export const trade = z.discriminatedUnion('status', [
  z.strictObject({ ...tradeBase, status: z.literal('unpaid') }),
  z.strictObject({ ...tradeBase, status: z.literal('closed'), closedAtMs: z.number() }),
  z.strictObject({
    ...tradeBase,
    status: z.literal('paid'),
    transactionId: z.string(),
    paidAtMs: z.number(),
    /** From the first refund on WeChat shows the state REFUND, though the money was paid. */
    refunded: z.boolean(),
  }),
])
export type Trade = z.infer<typeof trade>
export type PaidTrade = Extract<Trade, { status: 'paid' }>

export const prepayId = z.strictObject({ prepayId: z.string(), outTradeNo: z.string(), issuedAtMs: z.number() })

export const refund = z.strictObject({
  outRefundNo: z.string(),
  refundId: z.string(),
  outTradeNo: z.string(),
  transactionId: z.string(),
  refundFen: z.int(),
  totalFen: z.int(),
  notifyUrl: z.string().optional(),
  request: z.string(),
  status: z.enum(['PROCESSING', 'SUCCESS', 'ABNORMAL', 'CLOSED']),
  createdAtMs: z.number(),
  endedAtMs: z.number().optional(),
  /** Where an abnormal refund is led instead of where it was paid from, as WeChat writes it. */
  redirectedTo: z.string().optional(),
})
export type Refund = z.infer<typeof refund>

export const transfer = z.strictObject({
  outBillNo: z.string(),
  transferBillNo: z.string(),
  subMchid: z.string().optional(),
  openid: z.string(),
  amountFen: z.int(),
  remark: z.string(),
  /** Only whom it names may take it. */
  recipientName: z.string().optional(),
  packageInfo: z.string(),
  notifyUrl: z.string().optional(),
  /** The request in canonical form, its name opened: a repeat must be the same. */
  request: z.string(),
  status: z.enum(['WAIT_USER_CONFIRM', 'TRANSFERING', 'CANCELING', 'SUCCESS', 'FAIL', 'CANCELLED']),
  failReason: z.string().optional(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
})
export type Transfer = z.infer<typeof transfer>

/** Sends of a template that a user has agreed to and that are left. */
export const subscription = z.strictObject({ openid: z.string(), templateId: z.string(), remaining: z.int() })

/** A message that a user got. */
export const sentMessage = z.strictObject({
  openid: z.string(),
  templateId: z.string(),
  data: z.record(z.string(), z.string()),
  atMs: z.number(),
})

/** A bill's file behind its link, packed and encrypted as it was asked for. */
export const bill = z.strictObject({ base64: z.string() })

/** A paid trade's shipment, as shipping management knows it. */
export const shipping = z.strictObject({
  transactionId: z.string(),
  logisticsType: z.int(),
  deliveryMode: z.int(),
  isFinished: z.boolean(),
  /** Whether the one change of a finished shipment was made. */
  wasChanged: z.boolean(),
  uploadedAtMs: z.number(),
  parcels: z.array(
    z.strictObject({ trackingNo: z.string(), carrier: z.string(), itemDesc: z.string(), contact: z.string() }),
  ),
})
export type Shipping = z.infer<typeof shipping>

export const notification = z.strictObject({
  id: z.string(),
  outTradeNo: z.string(),
  eventType: z.string(),
  url: z.string(),
  /** The envelope, its resource already encrypted; only the signature is made anew for each attempt. */
  body: z.string(),
  status: z.enum(['pending', 'delivered', 'given_up', 'lost']),
  attempts: z.int(),
  nextAtMs: z.number().optional(),
  /** What the receiver answered to the last attempt: its status, 0 for no answer. */
  lastStatus: z.int().optional(),
  /** Wrongly signed probes that the receiver accepted. More than none is a fault of the receiver. */
  probesAccepted: z.int(),
})
export type Notification = z.infer<typeof notification>
