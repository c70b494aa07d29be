import { expect, test } from 'vitest'
import * as z from 'zod'
import { type Person, shareLink } from '../../local/main-job/people.ts'
import { sharedBackend } from '../support/backend.ts'
import { refusalOf, send } from '../support/request.ts'
import { newId, newPerson, newProduct, newShop, newStaff, type TestShop } from '../support/shop.ts'

const at = sharedBackend()

async function scene() {
  const shop = await newShop(at)
  const product = await newProduct(at, shop)
  const referrer = await newPerson(at, '推荐人')
  const code = await shareLink(at, referrer, shop.shopId, product.productId, 'moments')
  return { shop, product, referrer, code }
}
const ofLink = ({ shopId }: TestShop, code: string, rest = '') => `/v1/shops/${shopId}/links/${code}${rest}`
const revoke = (shop: TestShop, code: string, { token }: Person) =>
  send(at, { method: 'DELETE', path: ofLink(shop, code), token })
const visit = async (code: string, headers: Record<string, string> = {}, body: object = {}) =>
  (
    await send(at, {
      method: 'POST',
      path: `/v1/links/${code}/visits`,
      body: { visitorId: newId('vis'), ...body },
      headers,
    })
  ).body
const Listed = z.object({
  items: z.array(z.object({ code: z.string(), shareCard: z.object({ path: z.string(), query: z.string() }) })),
  cursor: z.string().optional(),
})

test('one’s links are listed page by page, each with what its share card needs', async () => {
  const { shop, product, referrer, code } = await scene()
  const codes = new Set([code])
  for (const channel of ['group', 'weibo', 'poster'])
    codes.add(await shareLink(at, referrer, shop.shopId, product.productId, channel))
  const found: z.infer<typeof Listed>['items'] = []
  let query = '?limit=3'
  for (;;) {
    const path = `/v1/shops/${shop.shopId}/links${query}`
    const page = Listed.parse((await send(at, { method: 'GET', path, token: referrer.token })).body)
    found.push(...page.items)
    if (page.cursor === undefined) break
    query = `?limit=3&cursor=${page.cursor}`
  }
  expect(new Set(found.map((each) => each.code))).toEqual(codes)
  expect(found).toHaveLength(4)
  for (const { code: listed, shareCard } of found)
    expect(shareCard).toEqual({ path: `/pages/link/index?scene=${listed}`, query: `scene=${listed}` })
})

test('a revoked link leads to the shop and counts no more; asked for anew, it has another code', async () => {
  const { shop, product, referrer, code } = await scene()
  const reply = { shopId: shop.shopId, productId: product.productId }
  expect(await visit(code)).toEqual({ ...reply, isCounted: true })
  for (let times = 0; times < 2; times++) expect((await revoke(shop, code, referrer)).status).toBe(204)
  const visitorId = newId('vis')
  expect(await visit(code, {}, { visitorId })).toEqual({ ...reply, isCounted: false })
  expect(await at.database.query({ table: 'referrals', pk: `VISITOR#${visitorId}`, limit: 1 })).toEqual({ items: [] })
  const fresh = await shareLink(at, referrer, shop.shopId, product.productId, 'moments')
  expect(fresh).not.toBe(code)
  expect(await visit(fresh)).toMatchObject({ isCounted: true })
  const path = `/v1/shops/${shop.shopId}/links`
  const { items } = Listed.parse((await send(at, { method: 'GET', path, token: referrer.token })).body)
  expect(items.map((each) => each.code)).toEqual([fresh])
})

test('a link is revoked by who has it and by the shop’s owner, and by nobody else', async () => {
  const { shop, code } = await scene()
  const other = await newShop(at)
  const unknown = '404 link_not_found'
  expect(refusalOf(await revoke(shop, code, await newPerson(at)))).toBe(unknown)
  expect(refusalOf(await revoke(shop, code, await newStaff(at, shop)))).toBe(unknown)
  expect(refusalOf(await revoke(other, code, other.owner))).toBe(unknown)
  expect(await visit(code)).toMatchObject({ isCounted: true })
  expect((await revoke(shop, code, shop.owner)).status).toBe(204)
  expect(await visit(code)).toMatchObject({ isCounted: false })
})

test('a crawler and a prefetch are shown the way and leave no visit', async () => {
  const { code } = await scene()
  const visitorId = newId('vis')
  for (const headers of [{ 'user-agent': 'mpcrawler' }, { 'sec-purpose': 'prefetch' }])
    expect(await visit(code, headers, { visitorId })).toMatchObject({ isCounted: false })
  expect(await visit(code, {}, { visitorId, launchScene: 1129 })).toMatchObject({ isCounted: false })
  expect(await at.database.query({ table: 'referrals', pk: `VISITOR#${visitorId}`, limit: 1 })).toEqual({ items: [] })
})
