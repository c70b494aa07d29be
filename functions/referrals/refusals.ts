import type { LinkRefusal } from '../../domain/referrals/link.ts'
import type { RefusalText } from '../shared/http/endpoint.ts'

type Code =
  | LinkRefusal['code']
  | 'shop_not_found'
  | 'link_not_found'
  | 'visitor_unknown'
  | 'wechat_too_frequent'
  | 'wechat_unavailable'

export const referralRefusals = {
  shop_not_found: { status: 404, zh: '没有找到该店铺。', en: 'There is no such shop.' },
  shop_closed: { status: 409, zh: '店铺已关闭。', en: 'The shop is closed.' },
  product_not_found: { status: 404, zh: '没有找到该商品。', en: 'The shop sells no such product.' },
  link_limit: { status: 409, zh: '推荐链接数量已达上限。', en: 'You have as many links in this shop as one can have.' },
  link_not_found: { status: 404, zh: '链接无效。', en: 'There is no such link.' },
  wechat_too_frequent: {
    status: 429,
    zh: '微信接口调用过于频繁,请一分钟后再试。',
    en: 'WeChat makes no more of them just now: try again in a minute.',
  },
  wechat_unavailable: {
    status: 503,
    zh: '微信暂时无法使用,请稍后重试。',
    en: 'WeChat does not answer: try again later.',
  },
  visitor_unknown: { status: 400, zh: '未登录时请提供 visitorId。', en: 'Without a session a visitorId is needed.' },
} as const satisfies Record<Code, RefusalText>
