import type { WechatPayConfig } from './config.ts'
import { encryptField } from './field-encryption.ts'

/** Names a payment: `subMchid` is needed in partner mode and left aside in direct mode. */
export type PaymentRef = { readonly outTradeNo: string; readonly subMchid?: string | undefined }

export type PrepayCommand = PaymentRef & {
  readonly description: string
  readonly totalFen: number
  /** Of the buyer, under the config's `appId`. */
  readonly openid: string
  /** ISO. WeChat takes at least a minute from now, and only from the first call for a number. */
  readonly expiresAt: string
  /** Comes back in the notification and in queries. */
  readonly attach?: string | undefined
}

export type RefundRef = { readonly outRefundNo: string; readonly subMchid?: string | undefined }

export type RefundCommand = PaymentRef & {
  /** One number per refund for ever: another number is another refund. */
  readonly outRefundNo: string
  readonly refundFen: number
  /** Of the payment. */
  readonly totalFen: number
  /** Shown to the buyer. */
  readonly reason?: string | undefined
}

/** A debit card of the buyer's. WeChat names its bank by a code and holds the name against the card. */
export type BankCard = { readonly bankType: string; readonly accountNo: string; readonly holderName: string }

export type RedirectRefundCommand = RefundRef & {
  /** WeChat's own number of the refund, as a query answers it. */
  readonly refundId: string
} & ({ readonly to: 'user_bank_card'; readonly card: BankCard } | { readonly to: 'merchant_account' })

const descriptionLengthMax = 127
const reasonLengthMax = 80
const attachLengthMax = 128
const outTradeNoPattern = /^[0-9A-Za-z_\-|*]{6,32}$/
const refundIdPattern = /^\w{1,32}$/
const outRefundNoPattern = /^[0-9A-Za-z_\-|*@]{1,64}$/

/** The body of a prepay call. Throws a RangeError for what WeChat would refuse and our own callers must not ask. */
export function prepayBody(config: WechatPayConfig, command: PrepayCommand) {
  requireThat(outTradeNoPattern.test(command.outTradeNo), 'outTradeNo')
  requireThat(isAmount(command.totalFen), 'totalFen')
  requireThat((command.attach ?? '').length <= attachLengthMax, 'attach')
  const order = {
    description: cut(command.description, descriptionLengthMax),
    out_trade_no: command.outTradeNo,
    time_expire: chinaTime(command.expiresAt),
    notify_url: config.notifyUrl,
    amount: { total: command.totalFen, currency: 'CNY' },
    ...(command.attach ? { attach: command.attach } : {}),
  }
  if (config.mode === 'direct') {
    return { appid: config.appId, mchid: config.mchid, ...order, payer: { openid: command.openid } }
  }
  const parties = { sp_appid: config.appId, ...merchantFields(config, command.subMchid) }
  return { ...parties, ...order, payer: { sp_openid: command.openid } }
}

/** The body of a refund call; a RangeError like `prepayBody`. */
export function refundBody(config: WechatPayConfig, command: RefundCommand) {
  requireThat(outTradeNoPattern.test(command.outTradeNo), 'outTradeNo')
  requireThat(outRefundNoPattern.test(command.outRefundNo), 'outRefundNo')
  requireThat(isAmount(command.totalFen), 'totalFen')
  requireThat(isAmount(command.refundFen) && command.refundFen <= command.totalFen, 'refundFen')
  return {
    ...refundMerchantFields(config, command.subMchid),
    out_trade_no: command.outTradeNo,
    out_refund_no: command.outRefundNo,
    notify_url: config.notifyUrl,
    amount: { refund: command.refundFen, total: command.totalFen, currency: 'CNY' },
    ...(command.reason ? { reason: cut(command.reason, reasonLengthMax) } : {}),
  }
}

/** The path of all calls about payments. */
export function paymentsPath(config: WechatPayConfig): string {
  return config.mode === 'partner' ? '/v3/pay/partner/transactions' : '/v3/pay/transactions'
}

/** The path of calls about one payment; a RangeError like `prepayBody`. */
export function paymentPath(config: WechatPayConfig, { outTradeNo }: PaymentRef): string {
  requireThat(outTradeNoPattern.test(outTradeNo), 'outTradeNo')
  return `${paymentsPath(config)}/out-trade-no/${encodeURIComponent(outTradeNo)}`
}

export const refundsPath = '/v3/refund/domestic/refunds'

/** The path of calls about one refund; a RangeError like `prepayBody`. */
export function refundPath({ outRefundNo }: RefundRef): string {
  requireThat(outRefundNoPattern.test(outRefundNo), 'outRefundNo')
  return `${refundsPath}/${encodeURIComponent(outRefundNo)}`
}

/** The body of `apply-abnormal-refund`; card and name are encrypted. A RangeError like `prepayBody`. */
export function redirectionBody(config: WechatPayConfig, command: RedirectRefundCommand) {
  requireThat(outRefundNoPattern.test(command.outRefundNo), 'outRefundNo')
  const about = { ...refundMerchantFields(config, command.subMchid), out_refund_no: command.outRefundNo }
  if (command.to === 'merchant_account') return { ...about, type: 'MERCHANT_BANK_CARD' }
  const { bankType, accountNo, holderName } = command.card
  return {
    ...about,
    type: 'USER_BANK_CARD',
    bank_type: bankType,
    bank_account: encryptField(config, accountNo),
    real_name: encryptField(config, holderName),
  }
}

export function redirectionPath({ refundId }: RedirectRefundCommand): string {
  requireThat(refundIdPattern.test(refundId), 'refundId')
  return `${refundsPath}/${refundId}/apply-abnormal-refund`
}

/** Who is asked about a payment, in the query or the body. */
export function merchantFields(config: WechatPayConfig, subMchid: string | undefined): Record<string, string> {
  if (config.mode === 'direct') return { mchid: config.mchid }
  return { sp_mchid: config.mchid, ...refundMerchantFields(config, subMchid) }
}

/** Refunds name the sub-merchant only; the signature says who asks. */
export function refundMerchantFields(config: WechatPayConfig, subMchid: string | undefined): Record<string, string> {
  if (config.mode === 'direct') return {}
  if (!subMchid) throw new RangeError('WeChat Pay: subMchid is needed in partner mode')
  return { sub_mchid: subMchid }
}

/** Cuts to WeChat's length without leaving half of a surrogate pair. */
function cut(text: string, lengthMax: number): string {
  return text
    .slice(0, lengthMax)
    .replace(/[\ud800-\udbff]$/, '')
    .toWellFormed()
}

/** RFC 3339 in China's time zone, which has no daylight saving, without fractions of a second. */
function chinaTime(iso: string): string {
  const chinaOffsetMs = 8 * 3_600_000
  return `${new Date(Date.parse(iso) + chinaOffsetMs).toISOString().slice(0, 19)}+08:00`
}

function isAmount(fen: number): boolean {
  return Number.isSafeInteger(fen) && fen >= 1
}

function requireThat(isTrue: boolean, field: string): void {
  if (!isTrue) throw new RangeError(`WeChat Pay does not take this ${field}`)
}
