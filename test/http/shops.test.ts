import { beforeAll, expect, test } from 'vitest'
import { shopsPerOwnerMax } from '../../domain/shops/open-shop.ts'
import { defaultShopSettings } from '../../domain/shops/shop.ts'
import { shopsEndpoints } from '../../functions/shops/endpoints.ts'
import { logIn, type Person } from '../../local/main-job/people.ts'
import { operatorName, sharedBackend } from '../support/backend.ts'
import { once } from '../support/once.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { refusalOf, send } from '../support/request.ts'
import { newId, newPerson, newShop, newStaff, subMchid } from '../support/shop.ts'

const at = sharedBackend()
let owner: Person
let operator: Person
beforeAll(async () => {
  owner = await newPerson(at)
  operator = await logIn(at, operatorName)
})

const open = (token: string, body: object) => ({ method: 'POST', path: '/v1/shops', token, body })
const shopPath = (shopId: string, rest = '') => `/v1/shops/${shopId}${rest}`

test('whoever opens a shop owns it, and everyone can see it', async () => {
  const body = { shopId: newId('shp'), name: '阿芳的茶', timeZone: 'Asia/Urumqi', subMchid }
  const opened = await send(at, open(owner.token, body))
  expect(opened.status).toBe(201)
  const { subMchid: _, ...shown } = body
  expect(opened.body).toEqual({ ...shown, openedAt: expect.any(String) })
  const seen = await send(at, { method: 'GET', path: shopPath(body.shopId) })
  const { deliveryKinds, shippingFee } = defaultShopSettings
  expect(seen.body).toEqual({ ...shown, status: 'open', deliveryKinds, shippingFee })
})

test('the same request again gets the first answer, even when five come at once', async () => {
  const body = { shopId: newId('shp'), name: '五次' }
  const replies = await Promise.all(Array.from({ length: 5 }, () => send(at, open(owner.token, body))))
  expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
  expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
  const settings = await send(at, { method: 'GET', path: shopPath(body.shopId, '/settings'), token: owner.token })
  expect(settings.body).toEqual({ settings: defaultShopSettings, version: 1 })
})

test('the id of somebody else’s shop is refused, with the same body too', async () => {
  const body = { shopId: newId('shp'), name: '同名' }
  expect((await send(at, open(owner.token, body))).status).toBe(201)
  const other = await newPerson(at)
  expect(refusalOf(await send(at, open(other.token, body)))).toBe('409 shop_id_reused body.shopId')
})

test('the owner changes the settings that are named, staff read them', async () => {
  const shop = await newShop(at)
  const staff = await newStaff(at, shop)
  const path = shopPath(shop.shopId, '/settings')
  const body = { commissionRateBps: 1_500, paymentHoldMinutes: 30 }
  const changed = { settings: { ...defaultShopSettings, ...body }, subMchid, version: 2 }
  for (let again = 0; again < 2; again++)
    expect(await send(at, { method: 'PATCH', path, token: shop.owner.token, body })).toMatchObject({
      status: 200,
      body: changed,
    })
  expect((await send(at, { method: 'GET', path, token: staff.token })).body).toEqual(changed)
})

test('an operator reads all shops page by page, each once', async () => {
  const opened = [await newShop(at), await newShop(at), await newShop(at)].map(({ shopId }) => shopId)
  const readAll = async (limit: number) => {
    const seen: string[] = []
    let query = `limit=${limit}`
    while (query !== '') {
      const reply = await send(at, { method: 'GET', path: `/v1/shops?${query}`, token: operator.token })
      const { items, cursor } = reply.body as { items: { shopId: string }[]; cursor?: string }
      expect(items.length).toBeLessThanOrEqual(limit)
      seen.push(...items.map(({ shopId }) => shopId))
      query = cursor === undefined ? '' : `limit=${limit}&cursor=${cursor}`
    }
    return seen
  }
  // A few pages, however many shops the other tests have opened.
  const seen = await readAll(Math.ceil((await readAll(100)).length / 3))
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.filter((shopId) => opened.includes(shopId))).toEqual(opened)
})

const settingsOf = (method: string, shopId: string, token: string, body?: object) => ({
  method,
  path: shopPath(shopId, '/settings'),
  token,
  body,
})

// What refuses stays as it is: the next case may ask it too.
const sharedShop = once(() => newShop(at))

testRefusals(
  shopsEndpoints,
  {
    'open-shop': {
      shop_id_reused: async () => {
        const body = { shopId: newId('shp'), name: '第一次' }
        await send(at, open(owner.token, body))
        return { ...open(owner.token, { ...body, name: '第二次' }), field: 'body.shopId' }
      },
      shop_limit_reached: async () => {
        const { customerId, token } = await newPerson(at)
        const key = { table: 'identity', pk: `CUSTOMER#${customerId}`, sk: 'CUSTOMER' } as const
        await at.database.set(key, { shopsOpened: shopsPerOwnerMax })
        return open(token, { shopId: newId('shp'), name: '太多' })
      },
    },
    'list-shops': {},
    'get-shop': { shop_not_found: async () => ({ method: 'GET', path: shopPath(newId('shp')) }) },
    'get-settings': { shop_not_found: async () => settingsOf('GET', newId('shp'), operator.token) },
    'change-settings': {
      // A role without its shop: nothing leads to it, and it must not break anything.
      shop_not_found: async () => {
        const shopId = newId('shp')
        const key = { table: 'identity', pk: `CUSTOMER#${owner.customerId}`, sk: `ROLE#${shopId}` } as const
        await at.database.set(key, { shopId, role: 'owner', since: new Date().toISOString() })
        return settingsOf('PATCH', shopId, owner.token, { afterSalesDays: 1 })
      },
      second_level_off: async () => {
        const shop = await sharedShop()
        const body = { secondLevelRateBps: 500 }
        return { ...settingsOf('PATCH', shop.shopId, shop.owner.token, body), field: 'body.secondLevelRateBps' }
      },
      sub_mchid_fixed: async () => {
        const shop = await sharedShop()
        const body = { subMchid: '1999999999' }
        return { ...settingsOf('PATCH', shop.shopId, shop.owner.token, body), field: 'body.subMchid' }
      },
    },
  },
  () => at,
)
