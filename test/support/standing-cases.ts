import type { referralsEndpoints } from '../../functions/referrals/endpoints.ts'
import { type Addresses, type Person, shareLink } from '../../local/main-job/people.ts'
import type { RefusalCases } from './refusal-cases.ts'
import { send } from './request.ts'
import { newId, newPerson, newProduct, newShop, type TestShop } from './shop.ts'

/** Leaves the referrals of a shop, or comes back. */
export const departure = ({ shopId }: TestShop, { token }: Person, method: 'PUT' | 'DELETE' = 'PUT') => ({
  method,
  path: `/v1/shops/${shopId}/referrals/me/departure`,
  token,
})

/** The owner suspends a referrer for that reason; without one the suspension is lifted. */
export const suspension = ({ shopId, owner }: TestShop, customerId: string, reason?: string) => ({
  method: reason === undefined ? 'DELETE' : 'PUT',
  path: `/v1/shops/${shopId}/members/${customerId}/suspension`,
  token: owner.token,
  ...(reason === undefined ? {} : { body: { reason } }),
})

/** A shop, and somebody with a link in it. */
async function scene(at: Addresses) {
  const shop = await newShop(at)
  const { productId } = await newProduct(at, shop)
  const referrer = await newPerson(at, '推荐人')
  await shareLink(at, referrer, shop.shopId, productId, 'moments')
  return { shop, referrer }
}

type Cases = RefusalCases<typeof referralsEndpoints>

export const standingRefusals = (
  at: () => Addresses,
): Pick<Cases, 'leave-referrals' | 'rejoin-referrals' | 'suspend-referrer' | 'lift-suspension'> => ({
  'leave-referrals': {
    shop_not_found: async () => departure({ ...(await newShop(at())), shopId: newId('shp') }, await newPerson(at())),
  },
  'rejoin-referrals': {
    referrer_suspended: async () => {
      const { shop, referrer } = await scene(at())
      await send(at(), departure(shop, referrer))
      await send(at(), suspension(shop, referrer.customerId, '待核实'))
      return departure(shop, referrer, 'DELETE')
    },
  },
  'suspend-referrer': {
    referrer_not_found: async () => suspension(await newShop(at()), newId('cus'), '待核实'),
    suspended_otherwise: async () => {
      const { shop, referrer } = await scene(at())
      await send(at(), suspension(shop, referrer.customerId, '待核实'))
      return { ...suspension(shop, referrer.customerId, '其他'), field: 'body.reason' }
    },
  },
  'lift-suspension': {
    referrer_not_found: async () => suspension(await newShop(at()), newId('cus')),
  },
})

/** Of a new link. */
export const linkStandingRefusals = (
  at: () => Addresses,
): Pick<Cases['create-link'], 'referrals_left' | 'referrer_suspended'> => {
  const link = ({ shopId }: TestShop, { token }: Person) => ({
    ...{ method: 'POST', path: `/v1/shops/${shopId}/links`, token, body: { channel: 'group' } },
  })
  return {
    referrals_left: async () => {
      const { shop, referrer } = await scene(at())
      await send(at(), departure(shop, referrer))
      return link(shop, referrer)
    },
    referrer_suspended: async () => {
      const { shop, referrer } = await scene(at())
      await send(at(), suspension(shop, referrer.customerId, '待核实'))
      return link(shop, referrer)
    },
  }
}
