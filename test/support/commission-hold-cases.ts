import type { referralsEndpoints } from '../../functions/referrals/endpoints.ts'
import { type Addresses, logIn, shareLink, until } from '../../local/main-job/people.ts'
import { once } from './once.ts'
import type { RefusalCases } from './refusal-cases.ts'
import { send } from './request.ts'
import { newId, newProduct, newShop, paidOrder, type TestShop } from './shop.ts'

/** An order of somebody who logged in on the referrer's device, paid, and its commission held. */
export async function heldOrder(at: Addresses) {
  const shop = await newShop(at)
  const product = await newProduct(at, shop)
  const visitorId = newId('vis')
  const referrer = await logIn(at, newId('推荐人'), visitorId)
  const code = await shareLink(at, referrer, shop.shopId, product.productId, 'moments')
  const buyer = await logIn(at, newId('客人'), visitorId)
  await send(at, { method: 'POST', path: `/v1/links/${code}/visits`, body: {}, token: buyer.token })
  const { orderId } = await paidOrder(at, shop, buyer, product)
  await until('the commission is held', async () => {
    const { text } = await send(at, { method: 'GET', path: holdsPath(shop), token: shop.owner.token })
    return text.includes(orderId) ? true : undefined
  })
  return { shop, product, referrer, buyer, orderId }
}

export const holdsPath = ({ shopId }: TestShop) => `/v1/shops/${shopId}/commission-holds`
export const decision = (shop: TestShop, orderId: string, verdict = 'cleared', decisionId = newId('hdc')) => ({
  method: 'POST',
  path: `${holdsPath(shop)}/${orderId}/decisions`,
  token: shop.owner.token,
  body: { decisionId, verdict, reason: '看过了' },
})

type Cases = RefusalCases<typeof referralsEndpoints>

export function holdRefusals(at: () => Addresses): Pick<Cases, 'list-commission-holds' | 'decide-commission-hold'> {
  /** A hold with the decision that cleared it. */
  const decided = once(async () => {
    const { shop, orderId } = await heldOrder(at())
    const decisionId = newId('hdc')
    await send(at(), decision(shop, orderId, 'cleared', decisionId))
    return { shop, orderId, decisionId }
  })
  return {
    'list-commission-holds': {},
    'decide-commission-hold': {
      hold_not_found: async () => decision((await decided()).shop, newId('ord')),
      hold_already_decided: async () => {
        const { shop, orderId } = await decided()
        return decision(shop, orderId)
      },
      decision_id_reused: async () => {
        const { shop, orderId, decisionId } = await decided()
        return { ...decision(shop, orderId, 'forfeited', decisionId), field: 'body.decisionId' }
      },
    },
  }
}
