import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSessionTokens, PrivateJwk } from '../../functions/identity/session-tokens.ts'
import { routes } from '../../functions/routes.ts'
import { type Route, servingFunction } from '../../functions/shared/rows.ts'
import { atOnce } from '../../local/main-job/at-once.ts'
import { call } from '../../local/main-job/http-client.ts'
import { logIn, type Person, shareLink } from '../../local/main-job/people.ts'
import { type OwnBackend, operatorName, startOwnBackend } from '../support/backend.ts'
import { type Request, refusalOf, send } from '../support/request.ts'
import { rowName, rowRequest } from '../support/row-request.ts'
import type { Facts } from '../support/samples.ts'
import { newPerson, newProduct, newShop, newStaff, order, type TestShop } from '../support/shop.ts'

// Every row is tried by everybody who must not: a new one with the others, without a line here.

let at: OwnBackend
let shop: TestShop
let otherShop: TestShop
/** What the paths and bodies name: all of it there, in the shop. */
let facts: Facts
let people: Record<'customer' | 'staff' | 'owner' | 'otherStaff' | 'otherOwner' | 'operator', Person>
let badTokens: readonly (readonly [what: string, headers: Readonly<Record<string, string>>, refusal: string])[]

beforeAll(async () => {
  at = await startOwnBackend()
  shop = await newShop(at)
  otherShop = await newShop(at)
  people = {
    customer: await newPerson(at),
    staff: await newStaff(at, shop),
    owner: shop.owner,
    otherStaff: await newStaff(at, otherShop),
    otherOwner: otherShop.owner,
    operator: await logIn(at, operatorName),
  }
  const { productId, ...product } = await newProduct(at, shop)
  const buyer = await newPerson(at)
  const { orderId } = await order(at, shop, buyer, { productId, ...product })
  const code = await shareLink(at, buyer, shop.shopId, productId, 'moments')
  facts = { shopId: shop.shopId, productId, orderId, code, customerId: buyer.customerId, skuId: product.skuId }
  badTokens = await tokensOfNoWorth()
})
afterAll(() => at.close())

async function tokensOfNoWorth(): Promise<typeof badTokens> {
  const { customerId, token } = shop.owner
  const { sid: sessionId } = claimsOf(token)
  const now = new Date().toISOString()
  const ours = createSessionTokens(PrivateJwk.parse(at.privateJwk))
  const { privateKey } = generateKeyPairSync('ed25519')
  const foreign = createSessionTokens(PrivateJwk.parse(privateKey.export({ format: 'jwk' })))
  const [, payload = '', signature = ''] = token.split('.')
  const unsigned = Buffer.from('{"alg":"none"}').toString('base64url')
  const { token: loggedOut } = await logIn(at, shop.owner.name)
  await call('DELETE', `${at.apiUrl}/v1/sessions/current`, { token: loggedOut })
  const hoursAgo = new Date(Date.now() - 3 * 3_600_000).toISOString()
  const tokens = {
    'an empty token': '',
    garbage: 'garbage',
    'three words': 'a.b.c',
    'a token without a signature': `${unsigned}.${payload}.${signature}`,
    'a token signed by another key': await foreign.sign({ customerId, sessionId, now }),
    'a token of somebody else’s session': await ours.sign({
      customerId,
      sessionId: claimsOf(people.customer.token).sid,
      now,
    }),
    'a token of no session': await ours.sign({ customerId, sessionId: 'ses_00000000000000000000000009', now }),
    'a token of a session that was ended': loggedOut,
    'a refresh token': ours.refreshToken(sessionId, 1),
  }
  const bearer = (value: string) => ({ authorization: `Bearer ${value}` })
  return [
    ...Object.entries(tokens).map(([what, value]) => [what, bearer(value), unauthenticated] as const),
    ['another scheme', { authorization: `Basic ${token}` }, unauthenticated],
    ['an expired token', bearer(await ours.sign({ customerId, sessionId, now: hoursAgo })), expired],
  ]
}

const unauthenticated = '401 unauthenticated authorization'
const expired = '401 session_expired authorization'
const claimsOf = (token: string): { sid: string } =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

/** Who must not, and what they are told. */
function outsiders({ access, method }: Route): Partial<Record<keyof typeof people, string>> {
  const strangers = { customer: '404 not_found', otherStaff: '404 not_found', otherOwner: '404 not_found' }
  switch (access) {
    case 'public':
    case 'customer':
    case 'wechat':
      return {}
    case 'staff':
      return method === 'GET' ? strangers : { ...strangers, operator: '404 not_found' }
    case 'owner':
      return { ...strangers, operator: '404 not_found', staff: '403 owner_only' }
    case 'operator':
      return { ...strangers, staff: '404 not_found', owner: '404 not_found' }
  }
}

/** Who may: the frame lets them through, whatever the handler then says. */
function insiders({ access, method }: Route): (keyof typeof people)[] {
  switch (access) {
    case 'public':
    case 'customer':
      return ['customer']
    case 'wechat':
      return []
    case 'staff':
      return method === 'GET' ? ['staff', 'owner', 'operator'] : ['staff', 'owner']
    case 'owner':
      return ['owner']
    case 'operator':
      return ['operator']
  }
}

/** Runs it and holds that no table has changed. */
async function changesNothing(run: () => Promise<void>): Promise<void> {
  const before = known ?? (await at.database.snapshot())
  await run()
  known = await at.database.snapshot()
  expect(known).toEqual(before)
}
/** The tables as the test before left them. */
let known: Awaited<ReturnType<typeof at.database.snapshot>> | undefined

const rows: readonly Route[] = routes
const asksWho = rows.filter(({ access, context }) => access !== 'wechat' && context !== 'platform')
/** For a table of tests: each row under its name. */
const eachOf = (some: readonly Route[]) => some.map((row) => [rowName(row), row] as const)
const ask = (row: Route, more: Partial<Request>) => send(at, { ...rowRequest(row, facts), ...more }).then(refusalOf)

/** Asks by each row, each in its own ways, and holds what each is told, and that no table has changed. */
async function refusesAll(some: readonly Route[], waysOf: (row: Route) => readonly Way[]) {
  const tries = some.flatMap((row) => waysOf(row).map((way) => ({ row, ...way })))
  expect(tries.length).toBeGreaterThan(0)
  const told = new Map<string, string>()
  await changesNothing(async () => {
    await atOnce(tries, 4, async ({ row, who, request }) => {
      told.set(`${rowName(row)} by ${who}`, await ask(row, request))
    })
  })
  expect(Object.fromEntries(told)).toEqual(
    Object.fromEntries(tries.map(({ row, who, refusal }) => [`${rowName(row)} by ${who}`, refusal])),
  )
}
type Way = { readonly who: string; readonly request: Partial<Request>; readonly refusal: string }
const allRowsTimeoutMs = 120_000

test('no row but the public ones answers without a session', { timeout: allRowsTimeoutMs }, () =>
  refusesAll(
    asksWho.filter(({ access }) => access !== 'public'),
    () => [{ who: 'nobody', request: {}, refusal: unauthenticated }],
  ),
)

test('no row answers to a token of no worth', { timeout: allRowsTimeoutMs }, () =>
  refusesAll(asksWho, (row) => {
    const ways = badTokens.map(([who, headers, refusal]) => ({ who, request: { headers }, refusal }))
    // All of them for the first row of a function, one in turn for its others: they have one gate in common.
    const isFirst = asksWho.find((each) => servingFunction(each) === servingFunction(row)) === row
    return isFirst ? ways : [ways[asksWho.indexOf(row) % ways.length] ?? expect.fail('no token')]
  }),
)

test('no row answers to those whom it does not concern', { timeout: allRowsTimeoutMs }, () =>
  refusesAll(rows, (row) => {
    const wanted = Object.entries(outsiders(row)) as [keyof typeof people, string][]
    return wanted.map(([who, refusal]) => ({ who, request: { token: people[who].token }, refusal }))
  }),
)

test('no row of an order answers to another buyer', () =>
  refusesAll(
    rows.filter(({ access, path }) => access === 'customer' && path.includes('{orderId}')),
    () =>
      (['customer', 'otherOwner'] as const).map((who) => ({
        who,
        request: { token: people[who].token },
        refusal: '404 order_not_found',
      })),
  ))

test.each(eachOf(rows.filter(({ access }) => access === 'wechat')))('%s with a session for a signature', (_, row) =>
  changesNothing(async () => {
    for (const token of [undefined, people.owner.token, people.operator.token])
      expect((await send(at, { ...rowRequest(row, facts), token, body: {} })).status).toBe(401)
  }),
)

const ofOneShop = rows.filter(({ access, path }) => /^(staff|owner)$/.test(access) && path.includes('{shopId}'))
test('no row shows or touches a shop through another one', { timeout: allRowsTimeoutMs }, async () => {
  const ofShop = async () => {
    const items = Object.values(await at.database.snapshot()).flat()
    return items.filter((item) => JSON.stringify(item).includes(shop.shopId))
  }
  expect(ofOneShop.length).toBeGreaterThan(0)
  const before = await ofShop()
  known = undefined
  const { token } = people.otherOwner
  for (const row of ofOneShop) {
    const reply = await send(at, { ...rowRequest(row, { ...facts, shopId: otherShop.shopId }), token })
    expect(reply.status, rowName(row)).toBeLessThan(500)
    expect(reply.text, rowName(row)).not.toContain(shop.shopId)
  }
  expect(await ofShop()).toEqual(before)
})

// Last, as those who may do change something. It shows that the refusals above are about who asks, not about what.
test.each(eachOf(asksWho))('%s by those who may', async (_, row) => {
  for (const [number, name] of insiders(row).entries()) {
    // A session of its own where the row may end it.
    const { token } = row.context === 'identity' ? await logIn(at, people[name].name) : people[name]
    const told = refusalOf(await send(at, { ...rowRequest(row, facts, number + 2), token }))
    expect([unauthenticated, expired, '404 not_found', '403 owner_only']).not.toContain(told)
  }
})

/** What is found by a code or a number of its own, by a person in all shops, or when it falls due in any of them. */
const ofManyShops = /^(CUSTOMER|DUE|LINK|UNTOLD)#|^SHOPS$/

// After those who may have filled it.
test('whatever tells of a shop lies in partitions and lists of that shop alone', async () => {
  const items = Object.values(await at.database.snapshot()).flat()
  const places = items
    .filter((item) => JSON.stringify(item).includes(shop.shopId))
    .flatMap((item) => Object.entries(item).flatMap(([name, key]) => (/^pk$|Pk$/.test(name) ? [String(key)] : [])))
  expect(places.length).toBeGreaterThan(50)
  const others = new Set(places.filter((place) => !place.includes(shop.shopId)))
  expect([...others].filter((place) => !ofManyShops.test(place))).toEqual([])
})
