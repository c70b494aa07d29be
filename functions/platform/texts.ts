import type { Access, ContextName, Route } from '../shared/rows.ts'

type Text = { readonly zh: string; readonly en: string }

/** What each context is about, in the order of the pages. */
export const contextTexts: Readonly<Record<ContextName, Text>> = {
  identity: { zh: '身份与登录', en: 'Identity: logging in, sessions, roles' },
  shops: { zh: '店铺', en: 'Shops: opening and settings' },
  catalog: { zh: '商品与库存', en: 'Catalog: products and stock' },
  orders: { zh: '订单', en: 'Orders: from placing to receipt' },
  payments: { zh: '支付', en: 'Payments: WeChat Pay' },
  referrals: { zh: '推荐与佣金', en: 'Referrals: links, introductions, commission' },
  engagement: { zh: '消息', en: 'Messages to customers, who agreed to each' },
  repurchase: { zh: '复购', en: 'Repurchase: who comes back' },
  platform: { zh: '平台', en: 'Platform: health and documents' },
}

const accessTexts: Readonly<Record<Access, Text>> = {
  public: { zh: '任何人', en: 'Anyone; a token, when sent, must be valid.' },
  customer: { zh: '已登录的用户', en: 'Anyone logged in.' },
  staff: { zh: '店主或店员', en: 'Owner or staff of the shop.' },
  owner: { zh: '店主', en: 'The owner of the shop.' },
  operator: { zh: '平台运营', en: 'An operator of the platform.' },
  wechat: { zh: '微信支付回调', en: 'WeChat Pay, by its signature over the body.' },
}

/** Who may call a row, in words. */
export function accessText({ access, method, context }: Pick<Route, 'access' | 'method' | 'context'>): Text {
  if (context === 'platform') return { zh: '任何人', en: 'Anyone.' }
  if (access === 'staff' && method === 'GET')
    return { zh: '店主或店员；平台运营', en: 'Owner or staff of the shop, and operators of the platform.' }
  return accessTexts[access]
}
