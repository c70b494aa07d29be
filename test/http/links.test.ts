import { expect, test } from 'vitest'
import * as z from 'zod'
import { logIn, openLinkAsStranger, type Person, shareLink, until } from '../../local/main-job/people.ts'
import { sharedBackend } from '../support/backend.ts'
import { refusalOf, send } from '../support/request.ts'
import { newId, newPerson, newProduct, newShop, newStaff, order, paidOrder, type TestShop } from '../support/shop.ts'
import { departure, suspension } from '../support/standing-cases.ts'

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

const figures = (body: unknown) => Object.values(Object(body)).join(' ')

test('a funnel follows a link from visits to what is bought again', async () => {
  const { shop, product, referrer, code } = await scene()
  const strangers = [await openLinkAsStranger(at, code, 1008), await openLinkAsStranger(at, code, 1154)]
  // The same person on the same day, on the same device or another one, is one visit.
  const opened = { method: 'POST', path: `/v1/links/${code}/visits` }
  await send(at, { ...opened, body: { visitorId: strangers[0] } })
  const buyer = await logIn(at, newId('新客'), strangers[0])
  await send(at, { ...opened, body: {}, token: buyer.token })
  const funnel = async (path: string, { token }: Person) =>
    figures((await send(at, { method: 'GET', path: `/v1/shops/${shop.shopId}/${path}/funnel`, token })).body)
  const untilFunnel = (expected: string) =>
    until(`the funnel is ${expected}`, async () =>
      (await funnel(`links/${code}`, referrer)) === expected ? true : undefined,
    )
  // Visits, visitors, logins, orders, net, buyers, repeat buyers.
  await untilFunnel('2 2 1 0 0 0 0')
  await paidOrder(at, shop, buyer, product)
  await untilFunnel('2 2 1 1 8800 1 0')
  await paidOrder(at, shop, buyer, product)
  await untilFunnel('2 2 1 2 17600 1 1')
  for (const path of ['channels/moments', `referrers/${referrer.customerId}`])
    expect(await funnel(path, shop.owner)).toBe('2 2 1 2 17600 1 1')
  expect(await funnel('channels/weibo', shop.owner)).toBe('0 0 0 0 0 0 0')
  expect(await funnel(`links/${code}`, shop.owner)).toBe('2 2 1 2 17600 1 1')
  const path = `/v1/shops/${shop.shopId}/referrers/${referrer.customerId}/links`
  const { items } = (await send(at, { method: 'GET', path, token: shop.owner.token })).body as {
    items: { code: string; funnel: unknown }[]
  }
  expect(items.map((link) => [link.code, figures(link.funnel)])).toEqual([[code, '2 2 1 2 17600 1 1']])
})

const read = async ({ shopId }: TestShop, rest: string, { token }: Person) =>
  Object((await send(at, { method: 'GET', path: `/v1/shops/${shopId}/${rest}`, token })).body)
const account = (shop: TestShop, who: Person) => read(shop, 'referrals/me', who)
const opens = async (code: string, { token }: Person) =>
  (await send(at, { method: 'POST', path: `/v1/links/${code}/visits`, body: {}, token })).body

test('who leaves keeps what was earned and is credited with nothing new; who comes back begins anew', async () => {
  const { shop, product, referrer, code } = await scene()
  const newcomer = await logIn(at, newId('新客'), await openLinkAsStranger(at, code, 1008))
  await paidOrder(at, shop, newcomer, product)
  await until('its commission is booked', async () => (await account(shop, referrer)).pendingFen === 880 || undefined)
  const creditOf = async () => {
    const { orderId } = await order(at, shop, newcomer, product)
    const { winner, losers, introduction } = await read(shop, `orders/${orderId}/attribution`, shop.owner)
    return { by: winner?.by ?? null, lost: losers.map((each: { reason: string }) => each.reason), introduction }
  }
  for (const _again of [1, 2])
    expect(await send(at, departure(shop, referrer))).toMatchObject({ status: 200, body: { isReferring: false } })
  const reply = { shopId: shop.shopId, productId: product.productId }
  expect(await opens(code, newcomer)).toEqual({ ...reply, isCounted: false })
  expect(await creditOf()).toEqual({ by: null, lost: ['not_referring'], introduction: 'not_referring' })
  expect(await account(shop, referrer)).toMatchObject({
    pendingFen: 880,
    standing: { isReferring: false, leftAt: expect.any(String), suspension: null },
  })
  const picture = { method: 'GET', path: `/v1/shops/${shop.shopId}/links/${code}/mini-program-code` }
  expect(refusalOf(await send(at, { ...picture, token: referrer.token }))).toBe('404 link_not_found')
  expect(await send(at, departure(shop, referrer, 'DELETE'))).toMatchObject({
    status: 200,
    body: { isReferring: true },
  })
  expect(await creditOf()).toEqual({ by: null, lost: ['not_referring'], introduction: 'not_referring' })
  expect(await opens(code, newcomer)).toEqual({ ...reply, isCounted: true })
  expect(await creditOf()).toEqual({ by: 'visit', lost: [], introduction: 'not_referring' })
})

test('a suspended referrer reads why, and stands as before once it is lifted', async () => {
  const { shop, product, referrer, code } = await scene()
  const newcomer = await logIn(at, newId('新客'), await openLinkAsStranger(at, code, 1008))
  const reason = '多个订单待核实'
  for (const _again of [1, 2])
    expect(await send(at, suspension(shop, referrer.customerId, reason))).toMatchObject({
      status: 200,
      body: { isReferring: false, suspension: { reason, by: shop.owner.customerId } },
    })
  const { standing } = await account(shop, referrer)
  expect(standing).toEqual({
    ...{ isReferring: false, leftAt: null, returnedAt: null },
    suspension: { reason, at: expect.any(String) },
  })
  expect(await opens(code, newcomer)).toMatchObject({ isCounted: false })
  expect(await send(at, suspension(shop, referrer.customerId))).toMatchObject({
    status: 200,
    body: { isReferring: true },
  })
  expect(await read(shop, `members/${referrer.customerId}`, shop.owner)).toMatchObject({
    standing: { isReferring: true, suspension: null },
  })
  const { orderId } = await order(at, shop, newcomer, product)
  expect(await read(shop, `orders/${orderId}/attribution`, shop.owner)).toMatchObject({
    winner: { by: 'visit', referrerId: referrer.customerId },
  })
})
