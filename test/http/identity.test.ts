import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { staffMax, staffRolesMax } from '../../domain/identity/staff.ts'
import { identityEndpoints } from '../../functions/identity/endpoints.ts'
import { call } from '../../local/main-job/http-client.ts'
import type { CallFault } from '../../local/wechat/faults.ts'
import { type OwnBackend, operatorId, operatorName, startOwnBackend } from '../support/backend.ts'
import { consoleSignInCases } from '../support/console-sign-in.ts'
import { once } from '../support/once.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { refusalOf, send } from '../support/request.ts'
import { newId, newPerson, newShop, newStaff } from '../support/shop.ts'

let at: OwnBackend
beforeAll(async () => {
  at = await startOwnBackend()
})
afterAll(() => at.close())
beforeEach(() => at.wechat.setFaults({ callFaults: [] }))

async function loginCode(name: string): Promise<string> {
  await call('POST', `${at.wechatUrl}/phone/users`, { body: { name } })
  return (await call<{ code: string }>('POST', `${at.wechatUrl}/phone/login-code`, { body: { name } })).code
}
const logInWith = async (code: string) => ({ method: 'POST', path: '/v1/sessions', body: { code } })
const loginFails = (times: number, effect: CallFault['effect']) =>
  at.wechat.setFaults({ callFaults: [{ path: '/sns/jscode2session', times, effect }] })

test('a code of WeChat gives a newcomer a session, and the same person the same customer', async () => {
  const first = await send(at, await logInWith(await loginCode('阿芳')))
  expect(first.status).toBe(201)
  expect(first.body).toEqual({
    customerId: expect.stringMatching(/^cus_/),
    accessToken: expect.any(String),
    refreshToken: expect.any(String),
    expiresAt: expect.any(String),
  })
  const again = await send(at, await logInWith(await loginCode('阿芳')))
  const other = await send(at, await logInWith(await loginCode('阿明')))
  const customerOf = (reply: typeof first) => (reply.body as { customerId: string }).customerId
  expect(customerOf(again)).toBe(customerOf(first))
  expect(customerOf(other)).not.toBe(customerOf(first))
})

test('a code is good for one login', async () => {
  const code = await loginCode('小周')
  expect((await send(at, await logInWith(code))).status).toBe(201)
  expect(refusalOf(await send(at, await logInWith(code)))).toBe('400 login_code_invalid')
})

test('ten first logins of one person at once make one customer', async () => {
  const codes = await Promise.all(Array.from({ length: 10 }, () => loginCode('双胞胎')))
  const replies = await Promise.all(codes.map(async (code) => send(at, await logInWith(code))))
  expect(replies.map(({ status }) => status)).toEqual(codes.map(() => 201))
  const customers = new Set(replies.map(({ body }) => (body as { customerId: string }).customerId))
  expect(customers.size).toBe(1)
})

test('a person sees their roles; an operator is told so', async () => {
  const shop = await newShop(at)
  const staff = await newStaff(at, shop)
  const me = async (token: string) => (await send(at, { method: 'GET', path: '/v1/me', token })).body
  const roleOf = (role: string) => ({ isOperator: false, roles: [{ shopId: shop.shopId, role }] })
  expect(await me(shop.owner.token)).toEqual({ customerId: shop.owner.customerId, ...roleOf('owner') })
  expect(await me(staff.token)).toEqual({ customerId: staff.customerId, ...roleOf('staff') })
  const operator = await send(at, await logInWith(await loginCode(operatorName)))
  const { accessToken } = operator.body as { accessToken: string }
  expect(await me(accessToken)).toEqual({ customerId: operatorId, isOperator: true, roles: [] })
})

test('staff whom the owner removes have no part in the shop from the next request on', async () => {
  const shop = await newShop(at)
  const staff = await newStaff(at, shop)
  const path = `/v1/shops/${shop.shopId}/staff/${staff.customerId}`
  const settings = { method: 'GET', path: `/v1/shops/${shop.shopId}/settings`, token: staff.token }
  expect((await send(at, settings)).status).toBe(200)
  const list = { method: 'GET', path: `/v1/shops/${shop.shopId}/staff`, token: shop.owner.token }
  const since = expect.any(String)
  expect((await send(at, list)).body).toEqual({ items: [{ customerId: staff.customerId, name: '店员', since }] })
  for (let again = 0; again < 2; again++)
    expect((await send(at, { method: 'DELETE', path, token: shop.owner.token })).status).toBe(204)
  expect(refusalOf(await send(at, settings))).toBe('404 not_found')
  expect((await send(at, list)).body).toEqual({ items: [] })
})

const staffPath = (shopId: string, customerId: string) => `/v1/shops/${shopId}/staff/${customerId}`
const change = (method: 'PUT' | 'DELETE', shop: Awaited<ReturnType<typeof newShop>>, customerId: string) => ({
  method,
  path: staffPath(shop.shopId, customerId),
  token: shop.owner.token,
  ...(method === 'PUT' ? { body: { name: '小李' } } : {}),
})

// What refuses stays as it is: the next case may ask it too.
const sharedShop = once(() => newShop(at))

testRefusals(
  identityEndpoints,
  {
    'log-in': {
      login_code_invalid: () => logInWith('0nobody-was-given-this-code'),
      login_blocked: async () => {
        loginFails(2, { kind: 'errcode', errcode: 40226 })
        return logInWith(await loginCode('被限制的人'))
      },
      login_too_frequent: async () => {
        loginFails(2, { kind: 'errcode', errcode: 45011 })
        return logInWith(await loginCode('太急的人'))
      },
      wechat_unavailable: async () => {
        loginFails(10, { kind: 'status', status: 503 })
        return logInWith(await loginCode('等待的人'))
      },
    },
    'refresh-session': {
      refresh_token_invalid: async () => ({
        method: 'POST',
        path: '/v1/sessions/refresh',
        body: { refreshToken: `${newId('ses')}.1.${'x'.repeat(43)}` },
        field: 'body.refreshToken',
      }),
    },
    'log-out': {},
    'get-me': {},
    'list-staff': {},
    'add-staff': {
      owner_is_not_staff: async () => {
        const shop = await sharedShop()
        return { ...change('PUT', shop, shop.owner.customerId), field: 'path.customerId' }
      },
      customer_not_found: async () => ({
        ...change('PUT', await sharedShop(), newId('cus')),
        field: 'path.customerId',
      }),
      staff_limit_reached: async () => {
        const shop = await newShop(at)
        await newStaff(at, shop)
        const since = new Date().toISOString()
        const members = Array.from({ length: staffMax }, () => ({ customerId: newId('cus'), since }))
        await at.database.set({ table: 'identity', pk: `SHOP#${shop.shopId}`, sk: 'STAFF' }, { members })
        return change('PUT', shop, (await newPerson(at)).customerId)
      },
      staff_role_limit_reached: async () => {
        const { customerId } = await newPerson(at)
        const key = { table: 'identity', pk: `CUSTOMER#${customerId}`, sk: 'CUSTOMER' } as const
        await at.database.set(key, { staffRoles: staffRolesMax })
        return { ...change('PUT', await sharedShop(), customerId), field: 'path.customerId' }
      },
    },
    'remove-staff': {
      owner_is_not_staff: async () => {
        const shop = await sharedShop()
        return { ...change('DELETE', shop, shop.owner.customerId), field: 'path.customerId' }
      },
    },
    ...consoleSignInCases(() => at),
  },
  () => at,
)
