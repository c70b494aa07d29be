import type { RefusalText } from '../shared/http/endpoint.ts'
import type { PrepayRefusal } from './wechat-pay/refusals.ts'

type Code =
  | 'order_not_found'
  | 'not_awaiting_payment'
  | 'hold_ended'
  | 'payment_not_set_up'
  | 'payment_refused'
  | 'payment_not_opened'
  | 'wechat_unavailable'
  | 'notification_refused'
  | 'not_reconciled'
  | 'refund_not_found'
  | 'refund_not_abnormal'
  | 'bank_card_mismatch'
  | 'redirection_refused'

export const paymentRefusals = {
  order_not_found: { status: 404, zh: '没有找到该订单。', en: 'There is no such order.' },
  not_awaiting_payment: { status: 409, zh: '该订单不在待付款状态。', en: 'The order does not await payment.' },
  hold_ended: { status: 409, zh: '付款时限已过，请重新下单。', en: 'The time to pay has ended: order again.' },
  payment_not_set_up: { status: 409, zh: '店铺尚未开通微信支付。', en: 'The shop is not set up for WeChat Pay.' },
  payment_not_opened: { status: 404, zh: '该订单尚未发起支付。', en: 'The payment of this order was never opened.' },
  payment_refused: { status: 409, zh: '微信支付拒绝了这笔支付。', en: 'WeChat Pay refused this payment.' },
  wechat_unavailable: {
    status: 503,
    zh: '微信支付暂时没有响应，请稍后重试。',
    en: 'WeChat Pay does not answer: try again in a moment.',
  },
  notification_refused: { status: 401, zh: '通知验证失败。', en: 'The notification is not from WeChat Pay.' },
  not_reconciled: {
    status: 404,
    zh: '该日尚无对账结果。',
    en: 'That day has no result yet, or no money moved on it.',
  },
  refund_not_found: { status: 404, zh: '没有找到该退款。', en: 'The order has no such refund.' },
  refund_not_abnormal: { status: 409, zh: '该退款并无异常。', en: 'The refund is not abnormal.' },
  bank_card_mismatch: {
    status: 400,
    zh: '退款至用户银行卡时须填写银行卡，其他方式不填。',
    en: 'A bank card is needed for user_bank_card, and for nothing else.',
  },
  redirection_refused: {
    status: 409,
    zh: '微信支付未受理该异常退款。',
    en: 'WeChat Pay does not lead this refund there: look over the card, or choose another way.',
  },
} as const satisfies Record<Code, RefusalText>

/** What a refusal of WeChat's to open a payment means to the buyer. */
export const prepayRefusalMeaning = {
  order_paid: 'not_awaiting_payment',
  order_closed: 'hold_ended',
  parameters_differ: 'payment_refused',
  merchant_not_authorised: 'payment_not_set_up',
  payment_not_allowed: 'payment_refused',
} as const satisfies Record<PrepayRefusal['code'], Code>
