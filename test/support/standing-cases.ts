import type { referralsEndpoints } from '../../functions/referrals/endpoints.ts'
import type { Addresses, Person } from '../../local/main-job/people.ts'
import { once } from './once.ts'
import type { RefusalCases } from './refusal-cases.ts'
import { send } from './request.ts'
import { newId, newPerson, newShop, type TestShop } from './shop.ts'

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

/** Makes a link to the shop. */
const link = ({ shopId }: TestShop, { token }: Person) => ({
  ...{ method: 'POST', path: `/v1/shops/${shopId}/links`, token, body: { channel: 'group' } },
})

/** Gives one shop, each time with somebody else who has a link in it. */
function createScenes(at: () => Addresses) {
  const sharedShop = once(() => newShop(at()))
  return async () => {
    const [shop, referrer] = [await sharedShop(), await newPerson(at(), '推荐人')]
    await send(at(), link(shop, referrer))
    return { shop, referrer }
  }
}

type Cases = RefusalCases<typeof referralsEndpoints>

export function standingRefusals(
  at: () => Addresses,
): Pick<Cases, 'leave-referrals' | 'rejoin-referrals' | 'suspend-referrer' | 'lift-suspension'> {
  const scene = createScenes(at)
  return {
    'leave-referrals': {
      shop_not_found: async () => {
        const { shop, referrer } = await scene()
        return departure({ ...shop, shopId: newId('shp') }, referrer)
      },
    },
    'rejoin-referrals': {
      referrer_suspended: async () => {
        const { shop, referrer } = await scene()
        await send(at(), departure(shop, referrer))
        await send(at(), suspension(shop, referrer.customerId, '待核实'))
        return departure(shop, referrer, 'DELETE')
      },
    },
    'suspend-referrer': {
      referrer_not_found: async () => suspension((await scene()).shop, newId('cus'), '待核实'),
      suspended_otherwise: async () => {
        const { shop, referrer } = await scene()
        await send(at(), suspension(shop, referrer.customerId, '待核实'))
        return { ...suspension(shop, referrer.customerId, '其他'), field: 'body.reason' }
      },
    },
    'lift-suspension': {
      referrer_not_found: async () => suspension((await scene()).shop, newId('cus')),
    },
  }
}

/** Of a new link. */
export const linkStandingRefusals = (
  at: () => Addresses,
): Pick<Cases['create-link'], 'referrals_left' | 'referrer_suspended'> => {
  const scene = createScenes(at)
  return {
    referrals_left: async () => {
      const { shop, referrer } = await scene()
      await send(at(), departure(shop, referrer))
      return link(shop, referrer)
    },
    referrer_suspended: async () => {
      const { shop, referrer } = await scene()
      await send(at(), suspension(shop, referrer.customerId, '待核实'))
      return link(shop, referrer)
    },
  }
}
