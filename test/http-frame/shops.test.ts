import { beforeEach, expect, test } from 'vitest'
import { shopsPerOwnerMax } from '../../domain/shops/open-shop.ts'
import { defaultShopSettings } from '../../domain/shops/shop.ts'
import { logIn, openShop, refusalOf, shopId } from './steps.ts'
import { createWorld, type World } from './world.ts'

type Session = Awaited<ReturnType<typeof logIn>>
let world: World
let owner: Session
beforeEach(async () => {
  world = createWorld()
  owner = await logIn(world, 'owner')
})

const settings = (by: Session, body?: object) =>
  world.call({
    method: body ? 'PATCH' : 'GET',
    path: `/v1/shops/${shopId()}/settings`,
    headers: by.headers,
    ...(body ? { body } : {}),
  })

const opening = { shopId: shopId(), name: '阿芳的茶' }
const opened = { ...opening, timeZone: 'Asia/Shanghai', openedAt: '2026-03-01T08:00:00.000Z' }

test('whoever opens a shop owns it, and everybody sees it', async () => {
  expect(await openShop(world, owner)).toMatchObject({ status: 201, body: opened })
  expect((await settings(owner)).body).toEqual({ settings: defaultShopSettings, version: 1 })
  const seen = await world.call({ method: 'GET', path: `/v1/shops/${shopId()}` })
  const { deliveryKinds, shippingFee } = defaultShopSettings
  const shown = { timeZone: 'Asia/Shanghai', status: 'open', deliveryKinds, shippingFee }
  expect(seen.body).toEqual({ ...opening, ...shown })
})

test('the same opening again gets the first answer, also later', async () => {
  const first = await openShop(world, owner)
  world.clock.now = '2026-03-01T09:00:00.000Z'
  expect(await openShop(world, owner, { name: opening.name, shopId: opening.shopId })).toEqual(first)
})

test('refuses the id of a shop with another body, and from somebody else', async () => {
  await openShop(world, owner)
  const reused = [409, 'shop_id_reused', 'body.shopId']
  expect(refusalOf(await openShop(world, owner, { ...opening, name: 'other' }))).toEqual(reused)
  expect(refusalOf(await openShop(world, await logIn(world, 'other')))).toEqual(reused)
})

test('one person opens so many shops and not one more', async () => {
  for (let number = 1; number <= shopsPerOwnerMax; number++)
    expect((await openShop(world, owner, { shopId: shopId(number), name: 'tea' })).status).toBe(201)
  const more = await openShop(world, owner, { shopId: shopId(99), name: 'tea' })
  expect(refusalOf(more)).toEqual([409, 'shop_limit_reached'])
  expect((await world.call({ method: 'GET', path: `/v1/shops/${shopId(99)}` })).status).toBe(404)
})

test('a change of settings keeps the others, and counts as one version', async () => {
  await openShop(world, owner)
  const changed = { settings: { ...defaultShopSettings, afterSalesDays: 0 }, version: 2 }
  expect(await settings(owner, { afterSalesDays: 0 })).toMatchObject({ status: 200, body: changed })
  expect((await settings(owner, { afterSalesDays: 0 })).body).toEqual(changed)
  expect((await settings(owner)).body).toEqual(changed)
})

test('the merchant number is set once', async () => {
  await openShop(world, owner)
  expect((await settings(owner, { subMchid: '1900000109' })).body).toMatchObject({ subMchid: '1900000109', version: 2 })
  expect(refusalOf(await settings(owner, { subMchid: '1900000110' }))).toEqual([
    409,
    'sub_mchid_fixed',
    'body.subMchid',
  ])
})

test.each([
  [{}, 'body'],
  [{ commissionRateBps: 3001 }, 'body.commissionRateBps'],
  [{ afterSalesDays: 1.5 }, 'body.afterSalesDays'],
  [{ timeZone: 'Europe/Berlin' }, 'body.timeZone'],
])('refuses the change %j', async (body, field) => {
  await openShop(world, owner)
  expect(refusalOf(await settings(owner, body))).toEqual([400, 'invalid_request', field])
})

test('the settings are for the shop’s own people, and for operators to read', async () => {
  await openShop(world, owner)
  const other = await logIn(world, 'other')
  expect(refusalOf(await settings(other))).toEqual([404, 'not_found'])
  world.operators.add(other.customerId)
  expect((await settings(other)).status).toBe(200)
  expect(refusalOf(await settings(other, { afterSalesDays: 1 }))).toEqual([404, 'not_found'])
})

test('an operator reads all shops, page by page and each once', async () => {
  world.operators.add(owner.customerId)
  for (const number of [3, 1, 2]) {
    world.clock.now = `2026-03-01T08:0${number}:00.000Z`
    await openShop(world, owner, { shopId: shopId(number), name: 'tea' })
  }
  const list = async (query: Record<string, string>) =>
    (await world.call({ method: 'GET', path: '/v1/shops', headers: owner.headers, query })).body
  const all = { items: [1, 2, 3].map((number) => expect.objectContaining({ shopId: shopId(number) })) }
  expect(await list({})).toEqual(all)
  expect(await list({ limit: '2' })).toEqual({ items: all.items.slice(0, 2), cursor: expect.any(String) })
  expect(JSON.stringify(await list({}))).not.toContain('requestHash')
})

test('a list goes on where its page ended', async () => {
  world.operators.add(owner.customerId)
  for (const number of [1, 2]) await openShop(world, owner, { shopId: shopId(number), name: 'tea' })
  const page = (query: Record<string, string>) =>
    world.call({ method: 'GET', path: '/v1/shops', headers: owner.headers, query })
  const first = await page({ limit: '1' })
  const cursor = JSON.parse(JSON.stringify(first.body)).cursor
  expect((await page({ limit: '1', cursor })).body).toMatchObject({ items: [{ shopId: shopId(2) }] })
})
