import * as z from 'zod'
import { yuanText } from '../shared/fen.ts'
import type { LatePayment } from './message.ts'

/** Names of a template's fields say of what kind they are: `thing3`, `amount2`. */
const field = (kind: string) => z.string().regex(new RegExp(`^${kind}\\d{1,2}$`))

/** The template of a message about a late payment: its id at WeChat, and which of its fields holds what. */
export const LatePaymentTemplate = z.strictObject({
  templateId: z.string().min(1).max(64),
  fields: z.strictObject({
    orderNo: field('character_string'),
    amount: field('amount'),
    outcome: field('thing'),
    at: field('time'),
  }),
})
export type LatePaymentTemplate = z.infer<typeof LatePaymentTemplate>

/** A `thing`: at most 20 characters. */
const thingMax = 20
/** A `character_string`: at most 32 letters, digits and symbols. */
const characterStringPattern = /^[\x21-\x7e]{1,32}$/
/** An `amount`: one sign of a currency and at most ten digits, with decimals. */
const amountPattern = /^¥\d{1,10}(?:\.\d{1,2})?$/

const outcomes: Readonly<Record<LatePayment['outcome'], string>> = {
  kept: '付款已到账，订单继续为您保留',
  goes_back: '商品已售完，款项将原路退回',
  went_back: '款项已退回您的支付账户',
}

export type MessageData = Readonly<Record<string, { readonly value: string }>>

/** The fields of the message, each within WeChat's rules for its kind: no value is empty, too long or of another alphabet. */
export function latePaymentData({ fields }: LatePaymentTemplate, payment: LatePayment): MessageData {
  return {
    [fields.orderNo]: { value: matching(characterStringPattern, payment.orderId) },
    [fields.amount]: { value: matching(amountPattern, `¥${yuanText(payment.amountFen)}`) },
    [fields.outcome]: { value: cut(outcomes[payment.outcome]) },
    [fields.at]: { value: beijingTime(payment.at) },
  }
}

function matching(pattern: RegExp, value: string): string {
  if (!pattern.test(value)) throw new RangeError(`WeChat does not take ${value} in this field`)
  return value
}

const cut = (text: string) => [...text].slice(0, thingMax).join('')

const beijingOffsetMs = 8 * 3_600_000

/** A `time`, e.g. `2019年10月1日 15:01`, in Beijing, where WeChat writes all its times. */
function beijingTime(moment: string): string {
  const [day = '', time = ''] = new Date(Date.parse(moment) + beijingOffsetMs).toISOString().split('T')
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日 ${time.slice(0, 5)}`
}
