import type { EndpointsOf } from '../shared/http/api.ts'
import type { SecondLevelContext } from '../shared/second-level.ts'
import { changeSettings } from './change-settings.ts'
import { getSettings } from './get-settings.ts'
import { getShop } from './get-shop.ts'
import { listShops } from './list-shops.ts'
import { openShop } from './open-shop.ts'

export const shopsEndpoints = {
  'open-shop': openShop,
  'list-shops': listShops,
  'get-shop': getShop,
  'get-settings': getSettings,
  'change-settings': changeSettings,
} satisfies EndpointsOf<'shops', SecondLevelContext>
