import type { DecideHoldRefusal } from '../../domain/referrals/commission-hold.ts'
import type { LinkRefusal } from '../../domain/referrals/link.ts'
import type { RefusalText } from '../shared/http/endpoint.ts'

type Code =
  | LinkRefusal['code']
  | DecideHoldRefusal['code']
  | 'shop_not_found'
  | 'link_not_found'
  | 'visitor_unknown'
  | 'hold_not_found'

export const referralRefusals = {
  shop_not_found: { status: 404, zh: '没有找到该店铺。', en: 'There is no such shop.' },
  shop_closed: { status: 409, zh: '店铺已关闭。', en: 'The shop is closed.' },
  product_not_found: { status: 404, zh: '没有找到该商品。', en: 'The shop sells no such product.' },
  link_limit: { status: 409, zh: '推荐链接数量已达上限。', en: 'You have as many links in this shop as one can have.' },
  link_not_found: { status: 404, zh: '链接无效。', en: 'There is no such link.' },
  visitor_unknown: { status: 400, zh: '未登录时请提供 visitorId。', en: 'Without a session a visitorId is needed.' },
  hold_not_found: { status: 404, zh: '该订单的佣金未曾暂缓。', en: 'The commission of that order was never held.' },
  hold_already_decided: { status: 409, zh: '该订单的佣金已处理。', en: 'It has been decided about that commission.' },
  decision_id_reused: {
    status: 409,
    zh: '该处理编号已用于其他内容。',
    en: 'That decision id was used for something else.',
  },
} as const satisfies Record<Code, RefusalText>
