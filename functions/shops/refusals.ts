import { shopsPerOwnerMax } from '../../domain/shops/open-shop.ts'
import type { RefusalText } from '../shared/http/endpoint.ts'
import { secondLevelOff } from '../shared/second-level.ts'

type ShopRefusalCode =
  | 'shop_id_reused'
  | 'shop_limit_reached'
  | 'shop_not_found'
  | 'sub_mchid_fixed'
  | 'second_level_off'

export const shopRefusals = {
  shop_id_reused: {
    status: 409,
    zh: '该店铺编号已用于另一个请求。',
    en: 'This shop id was used for another request already.',
  },
  shop_limit_reached: {
    status: 409,
    zh: `每人最多可开设 ${shopsPerOwnerMax} 家店铺。`,
    en: `One person may open ${shopsPerOwnerMax} shops.`,
  },
  shop_not_found: { status: 404, zh: '没有找到该店铺。', en: 'There is no such shop.' },
  sub_mchid_fixed: {
    status: 409,
    zh: '特约商户号设置后不可更改。',
    en: 'The merchant number stays once it is set.',
  },
  second_level_off: secondLevelOff,
} as const satisfies Record<ShopRefusalCode, RefusalText>
