import { afterAll, beforeAll, expect, test } from 'vitest'
import { staffMax } from '../../domain/identity/staff.ts'
import { shopsPerOwnerMax } from '../../domain/shops/open-shop.ts'
import { SessionReply } from '../../functions/identity/session-reply.ts'
import { loadStaff } from '../../functions/identity/staff-store.ts'
import { logIn, openShop, refusalOf, shopId } from '../http-frame/steps.ts'
import { createWorld, type World } from '../http-frame/world.ts'
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../support/embedded-database.ts'

let embedded: EmbeddedDatabase
let world: World
beforeAll(async () => {
  embedded = await startEmbeddedDatabase()
  world = createWorld(embedded.database)
}, 30_000)
afterAll(() => embedded.close())

const times = <T>(count: number, what: (at: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, at) => what(at)))
const rolesOf = async (session: { readonly headers: Readonly<Record<string, string>> }) =>
  (await world.call({ method: 'GET', path: '/v1/me', headers: session.headers })).body

test('first logins of one person at once make one customer', async () => {
  const sessions = await times(5, () => logIn(world, 'racing'))
  expect(new Set(sessions.map(({ customerId }) => customerId)).size).toBe(1)
  expect(new Set(sessions.map(({ refreshToken }) => refreshToken)).size).toBe(5)
})

test('pages that refresh at once all get the same successor, and the session lives on', async () => {
  const { refreshToken } = await logIn(world, 'two pages')
  const refresh = (token: string) =>
    world.call({ method: 'POST', path: '/v1/sessions/refresh', body: { refreshToken: token } })
  const replies = await times(5, () => refresh(refreshToken))
  const tokens = new Set(replies.map(({ body }) => SessionReply.parse(body).refreshToken))
  expect(tokens.size).toBe(1)
  expect((await refresh([...tokens][0] ?? '')).status).toBe(200)
})

test('one shop opened by many requests at once is opened once, for one owner', async () => {
  const people = await times(4, (at) => logIn(world, `opener ${at}`))
  const replies = await times(8, async (at) => openShop(world, people[at % 4] ?? { headers: {} }))
  const statuses = replies.map(({ status }) => status)
  expect(statuses.filter((status) => status === 201)).toHaveLength(2)
  expect(statuses.filter((status) => status === 409)).toHaveLength(6)
  const roles = await Promise.all(people.map(rolesOf))
  expect(JSON.stringify(roles).split('"owner"')).toHaveLength(2)
})

test('the number of shops of one owner holds when many are opened at once', async () => {
  const owner = await logIn(world, 'collector')
  const open = (number: number) => openShop(world, owner, { shopId: shopId(100 + number), name: 'tea' })
  for (let number = 0; number < shopsPerOwnerMax - 1; number++) expect((await open(number)).status).toBe(201)
  const last = await times(4, (at) => open(50 + at))
  expect(last.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409])
  expect(await rolesOf(owner)).toMatchObject({ roles: { length: shopsPerOwnerMax } })
})

test('the staff of a shop and the roles of its people stay one when changed at once', async () => {
  const owner = await logIn(world, 'employer')
  await openShop(world, owner, { shopId: shopId(7), name: 'tea' })
  const people = await times(4, (at) => logIn(world, `clerk ${at}`))
  const change = (method: string, who: string) =>
    world.call({
      method,
      path: `/v1/shops/${shopId(7)}/staff/${who}`,
      headers: owner.headers,
      ...(method === 'PUT' ? { body: { name: 'clerk' } } : {}),
    })
  const replies = await times(8, (at) => change(at % 2 ? 'DELETE' : 'PUT', people[at >> 1]?.customerId ?? ''))
  for (const reply of replies) {
    if (reply.status === 503) expect(refusalOf(reply)).toEqual([503, 'too_busy'])
    else expect([200, 204]).toContain(reply.status)
  }
  const staff = (await loadStaff(world.services.db, shopId(7)))?.members.map(({ customerId }) => customerId) ?? []
  expect(staff.length).toBeLessThanOrEqual(staffMax)
  for (const person of people)
    expect(await rolesOf(person)).toMatchObject({ roles: { length: staff.includes(person.customerId) ? 1 : 0 } })
})
