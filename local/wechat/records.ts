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

/** A bill's file behind its link. */
export const bill = z.strictObject({ text: z.string(), isGzip: z.boolean() })

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
