import type { Refused } from './transport.ts'

/** `wechatCode` is WeChat's own code, for the log. */
type Refusal<Code extends string> = { readonly code: Code; readonly wechatCode: string }

/**
 * order_paid, order_closed: the number is used up. parameters_differ: the number was first used with other parameters.
 * merchant_not_authorised: the shop's account is not set up for this. payment_not_allowed: WeChat restricts this buyer or shop.
 */
export type PrepayRefusal = Refusal<
  'order_paid' | 'order_closed' | 'parameters_differ' | 'merchant_not_authorised' | 'payment_not_allowed'
>

/**
 * payment_absent: no such payment. not_enough_funds: the shop's balance does not cover it, try later with the same number.
 * payer_account_abnormal: the buyer's account cannot take it. refund_not_allowed: over the rest, too late, too many.
 */
export type RefundRefusal = Refusal<
  | 'payment_absent'
  | 'not_enough_funds'
  | 'payer_account_abnormal'
  | 'parameters_differ'
  | 'merchant_not_authorised'
  | 'refund_not_allowed'
>

/**
 * Codes without underscores: WeChat spells them differently by API and age. The status of some (ORDER_PAID) is not
 * documented for sure either, so 400, 403 and 404 share one table.
 */
const prepayCodes: Readonly<Record<string, PrepayRefusal['code']>> = {
  ORDERPAID: 'order_paid',
  ORDERCLOSED: 'order_closed',
  OUTTRADENOUSED: 'parameters_differ',
  NOAUTH: 'merchant_not_authorised',
  APPIDMCHIDNOTMATCH: 'merchant_not_authorised',
  MCHNOTEXISTS: 'merchant_not_authorised',
  RULELIMIT: 'payment_not_allowed',
  TRADEERROR: 'payment_not_allowed',
  USERACCOUNTABNORMAL: 'payment_not_allowed',
}

const refundCodes: Readonly<Record<string, RefundRefusal['code']>> = {
  RESOURCENOTEXISTS: 'payment_absent',
  ORDERNOTEXIST: 'payment_absent',
  ORDERNOTEXISTS: 'payment_absent',
  NOTENOUGH: 'not_enough_funds',
  USERACCOUNTABNORMAL: 'payer_account_abnormal',
  NOAUTH: 'merchant_not_authorised',
  MCHNOTEXISTS: 'merchant_not_authorised',
  INVALIDREQUEST: 'refund_not_allowed',
  RULELIMIT: 'refund_not_allowed',
  TRADEERROR: 'refund_not_allowed',
}

/** How WeChat says that a number came again with other parameters: this number ends the request id of an INVALID_REQUEST. */
const parametersDifferNumber = '268498688'
/** And, where the request id is lost, its message's word for it ("re-entry"). From memory, not from a document. */
const parametersDifferWord = '重入'

/** What a caller can act on; undefined for what is ours to mend. */
export function prepayRefusal(refused: Refused): PrepayRefusal | undefined {
  return refusal(refused, prepayCodes)
}

export function refundRefusal(refused: Refused): RefundRefusal | undefined {
  return refusal(refused, refundCodes)
}

/** Whether WeChat says that there is no such payment or refund. A bare 404, as from a wrong address, does not say so. */
export function saysAbsent({ status, code }: Refused): boolean {
  return isBusinessStatus(status) && /^(ORDER|RESOURCE|REFUND)NOTEXISTS?$/.test(code)
}

export function saysPaid({ status, code }: Refused): boolean {
  return isBusinessStatus(status) && code === 'ORDERPAID'
}

export function saysClosed({ status, code }: Refused): boolean {
  return isBusinessStatus(status) && code === 'ORDERCLOSED'
}

/** Whether nobody paid on the day of the bill, or the bill is not made yet. Codes from memory, not from a document. */
export function billIsAbsent({ status, code }: Refused): boolean {
  return isBusinessStatus(status) && code === 'NOSTATEMENTEXIST'
}

export function billIsNotReady({ status, code }: Refused): boolean {
  return isBusinessStatus(status) && code === 'STATEMENTCREATING'
}

/** Whether WeChat has not opened the product to us. */
export function saysNotPermitted({ status, code }: Refused): boolean {
  return isBusinessStatus(status) && code === 'NOAUTH'
}

function refusal<Code extends string>(
  refused: Refused,
  codes: Readonly<Record<string, Code>>,
): Refusal<Code | 'parameters_differ'> | undefined {
  const { status, code: wechatCode } = refused
  if (!isBusinessStatus(status)) return undefined
  const code = saysParametersDiffer(refused) ? 'parameters_differ' : codes[wechatCode]
  return code && { code, wechatCode }
}

function isBusinessStatus(status: number): boolean {
  return status === 400 || status === 403 || status === 404
}

function saysParametersDiffer({ code, requestId, message }: Refused): boolean {
  if (code !== 'INVALIDREQUEST') return false
  return requestId.endsWith(`-${parametersDifferNumber}`) || message.includes(parametersDifferWord)
}
