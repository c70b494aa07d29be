import { beforeEach, expect, test } from 'vitest'
import { logIn, openShop, refusalOf, shopId } from './steps.ts'
import { createWorld, type World } from './world.ts'

type Session = Awaited<ReturnType<typeof logIn>>
let world: World
let owner: Session
let helper: Session
beforeEach(async () => {
  world = createWorld()
  owner = await logIn(world, 'owner')
  helper = await logIn(world, 'helper')
  await openShop(world, owner)
})

const change = (method: 'PUT' | 'DELETE', who: string, by = owner, shop = shopId(), name = '小李') =>
  world.call({
    method,
    path: `/v1/shops/${shop}/staff/${who}`,
    headers: by.headers,
    ...(method === 'PUT' ? { body: { name } } : {}),
  })
const listed = async (by = owner) =>
  world.call({ method: 'GET', path: `/v1/shops/${shopId()}/staff`, headers: by.headers })
const rolesOf = async ({ headers }: Session) => (await world.call({ method: 'GET', path: '/v1/me', headers })).body

test('the owner adds staff, who have the role at once, and takes it away again', async () => {
  const reply = await change('PUT', helper.customerId)
  expect(reply).toMatchObject({ status: 200, body: { customerId: helper.customerId, role: 'staff' } })
  expect(await rolesOf(helper)).toEqual({
    customerId: helper.customerId,
    isOperator: false,
    roles: [{ shopId: shopId(), role: 'staff' }],
  })
  expect((await change('DELETE', helper.customerId)).status).toBe(204)
  expect(await rolesOf(helper)).toMatchObject({ roles: [] })
})

test('the same change again gets the same answer', async () => {
  const first = await change('PUT', helper.customerId)
  expect(await change('PUT', helper.customerId)).toEqual(first)
  expect((await change('DELETE', helper.customerId)).status).toBe(204)
  expect((await change('DELETE', helper.customerId)).status).toBe(204)
  expect((await change('PUT', helper.customerId)).status).toBe(200)
})

test('the owner reads the staff by the names given last, who came first before the others; staff do not', async () => {
  const second = await logIn(world, 'second')
  expect((await listed()).body).toEqual({ items: [] })
  await change('PUT', helper.customerId)
  await change('PUT', second.customerId)
  await change('PUT', helper.customerId, owner, shopId(), '阿芳')
  const since = expect.any(String)
  expect(await listed()).toMatchObject({
    status: 200,
    body: {
      items: [
        { customerId: helper.customerId, name: '阿芳', since },
        { customerId: second.customerId, name: '小李', since },
      ],
    },
  })
  expect(refusalOf(await listed(helper))).toEqual([403, 'owner_only'])
})

test('refuses the owner as staff, and a customer who never logged in', async () => {
  const stranger = 'cus_00000000000000000000000009'
  expect(refusalOf(await change('PUT', owner.customerId))).toEqual([409, 'owner_is_not_staff', 'path.customerId'])
  expect(refusalOf(await change('DELETE', owner.customerId))).toEqual([409, 'owner_is_not_staff', 'path.customerId'])
  expect(refusalOf(await change('PUT', stranger))).toEqual([404, 'customer_not_found', 'path.customerId'])
  expect(await rolesOf(owner)).toMatchObject({ roles: [{ shopId: shopId(), role: 'owner' }] })
})

test('staff may not change staff, and the owner of another shop learns nothing of this one', async () => {
  const other = await logIn(world, 'other')
  await openShop(world, other, { shopId: shopId(2), name: 'another' })
  await change('PUT', helper.customerId)
  expect(refusalOf(await change('PUT', other.customerId, helper))).toEqual([403, 'owner_only'])
  expect(refusalOf(await change('DELETE', helper.customerId, other))).toEqual([404, 'not_found'])
  expect(await rolesOf(helper)).toMatchObject({ roles: [{ shopId: shopId(), role: 'staff' }] })
})
