import type { RefusalText } from '../shared/http/endpoint.ts'
import { referralRefusals } from './refusals.ts'

export const payoutRefusals = {
  shop_not_found: referralRefusals.shop_not_found,
  payout_not_found: { status: 404, zh: '没有找到该提现。', en: 'There is no such payout.' },
  payout_id_reused: {
    status: 409,
    zh: '该提现编号已用于另一笔提现。',
    en: 'This payout id was used for another payout.',
  },
  payouts_not_set_up: { status: 409, zh: '该店铺尚未开通提现。', en: 'The shop cannot pay out yet.' },
  payout_too_small: { status: 409, zh: '低于店铺的最低提现金额。', en: 'Less than the shop pays out at a time.' },
  payout_too_large: { status: 409, zh: '超过单笔提现的最高金额。', en: 'More than can be paid out at a time.' },
  not_enough_commission: { status: 409, zh: '可提现佣金不足。', en: 'Not so much commission is available.' },
  recipient_name_needed: {
    status: 400,
    zh: '该金额需要填写收款人真实姓名。',
    en: 'For this amount the recipient’s real name is needed.',
  },
  payout_under_way: { status: 409, zh: '该提现已在处理中。', en: 'The payout is under way.' },
  payout_ended: { status: 409, zh: '该提现已结束。', en: 'The payout has ended.' },
} as const satisfies Record<string, RefusalText>
