import type { DecideHoldRefusal } from '../../domain/referrals/commission-hold.ts'
import type { OpenDisputeRefusal } from '../../domain/referrals/dispute.ts'
import type { LinkRefusal } from '../../domain/referrals/link.ts'
import type { NotReferring } from '../../domain/referrals/standing.ts'
import type { RefusalText } from '../shared/http/endpoint.ts'
import { secondLevelOff } from '../shared/second-level.ts'
import { wechatRefusals } from '../shared/wechat-refusals.ts'

type Code =
  | LinkRefusal['code']
  | NotReferring['code']
  | 'suspended_otherwise'
  | 'referrer_not_found'
  | 'second_level_off'
  | 'shop_not_found'
  | 'link_not_found'
  | 'visitor_unknown'
  | OpenDisputeRefusal['code']
  | 'order_not_found'
  | 'dispute_id_reused'
  | 'dispute_not_found'
  | 'dispute_answered'
  | 'commission_not_booked'
  | 'wechat_too_frequent'
  | 'wechat_unavailable'
  | DecideHoldRefusal['code']
  | 'hold_not_found'

export const referralRefusals = {
  shop_not_found: { status: 404, zh: '没有找到该店铺。', en: 'There is no such shop.' },
  shop_closed: { status: 409, zh: '店铺已关闭。', en: 'The shop is closed.' },
  product_not_found: { status: 404, zh: '没有找到该商品。', en: 'The shop sells no such product.' },
  link_limit: { status: 409, zh: '推荐链接数量已达上限。', en: 'You have as many links in this shop as one can have.' },
  referrals_left: {
    status: 409,
    zh: '您已退出该店铺的推荐，可随时重新加入。',
    en: 'You have left the referrals of this shop. You can come back at any time.',
  },
  referrer_suspended: {
    status: 409,
    zh: '店主已暂停您在该店铺的推荐。',
    en: 'The owner has suspended your referrals in this shop.',
  },
  suspended_otherwise: {
    status: 409,
    zh: '该推荐人已因其他原因被暂停。',
    en: 'The referrer is suspended for another reason.',
  },
  referrer_not_found: { status: 404, zh: '没有找到该推荐人。', en: 'The shop has no such referrer.' },
  second_level_off: secondLevelOff,
  link_not_found: { status: 404, zh: '链接无效。', en: 'There is no such link.' },
  order_not_found: { status: 404, zh: '没有找到该订单。', en: 'There is no such order.' },
  order_not_paid: { status: 409, zh: '订单尚未支付。', en: 'The order is not paid.' },
  order_earns_nothing: {
    status: 409,
    zh: '自购订单和店铺人员的订单不产生佣金。',
    en: 'One’s own purchases and those of the shop’s people earn nothing.',
  },
  was_not_referring: {
    status: 409,
    zh: '下单时您未参与该店铺的推荐。',
    en: 'You took no part in the shop’s referrals when the order was placed.',
  },
  not_on_receipt: {
    status: 409,
    zh: '您不在该订单的归因凭据上。',
    en: 'You are not on the receipt of this order.',
  },
  already_credited: { status: 409, zh: '该订单已归属于您。', en: 'The order is credited to you already.' },
  dispute_too_late: { status: 409, zh: '下单已超过 30 天，不能再提出异议。', en: 'The order is older than 30 days.' },
  already_disputed: { status: 409, zh: '您已对该订单提出过异议。', en: 'You have disputed this order before.' },
  dispute_id_reused: {
    status: 409,
    zh: '该异议编号已用于其他内容。',
    en: 'This id was used for another dispute.',
  },
  dispute_not_found: { status: 404, zh: '没有找到该异议。', en: 'There is no such dispute.' },
  dispute_answered: { status: 409, zh: '该异议已有其他答复。', en: 'The dispute has another answer.' },
  commission_not_booked: {
    status: 409,
    zh: '该订单的佣金尚未入账，请稍后再试。',
    en: 'The commission of this order is not booked yet: try again in a moment.',
  },
  ...wechatRefusals,
  visitor_unknown: { status: 400, zh: '未登录时请提供 visitorId。', en: 'Without a session a visitorId is needed.' },
  hold_not_found: { status: 404, zh: '该订单的佣金未曾暂缓。', en: 'The commission of that order was never held.' },
  hold_already_decided: { status: 409, zh: '该订单的佣金已处理。', en: 'It has been decided about that commission.' },
  decision_id_reused: {
    status: 409,
    zh: '该处理编号已用于其他内容。',
    en: 'That decision id was used for something else.',
  },
} as const satisfies Record<Code, RefusalText>
