import { expect, test } from 'vitest'
import { linksMax } from '../../domain/referrals/link.ts'
import { climbChains } from '../../functions/referrals/climb.ts'
import { referralsEndpoints } from '../../functions/referrals/endpoints.ts'
import { logIn, openLinkAsStranger, type Person, shareLink, until } from '../../local/main-job/people.ts'
import { sharedBackend } from '../support/backend.ts'
import { decision, heldOrder, holdRefusals } from '../support/commission-hold-cases.ts'
import { contextOf } from '../support/context.ts'
import { once } from '../support/once.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { refusalOf, send } from '../support/request.ts'
import { newId, newPerson, newProduct, newShop, newStaff, paidOrder, type TestShop } from '../support/shop.ts'
import { linkStandingRefusals, standingRefusals } from '../support/standing-cases.ts'

const at = sharedBackend()

const link = ({ shopId }: TestShop, { token }: Person, body: object) => ({
  method: 'POST',
  path: `/v1/shops/${shopId}/links`,
  token,
  body,
})
const visit = (code: string, body: object, token?: string) => ({
  method: 'POST',
  path: `/v1/links/${code}/visits`,
  body,
  token,
})
const read = async ({ shopId }: TestShop, rest: string, { token }: Person) =>
  (await send(at, { method: 'GET', path: `/v1/shops/${shopId}/${rest}`, token })).body

const account = (shop: TestShop, who: Person) => read(shop, 'referrals/me', who)

/** A shop with a product, and somebody with a link to it. */
async function scene() {
  const shop = await newShop(at)
  const product = await newProduct(at, shop)
  const referrer = await newPerson(at, '推荐人')
  return { shop, product, referrer, code: await shareLink(at, referrer, shop.shopId, product.productId, 'moments') }
}

/** A newcomer who came by the link before logging in. */
async function newcomerBy(code: string): Promise<Person> {
  const visitorId = await openLinkAsStranger(at, code, 1008)
  return logIn(at, newId('新客'), visitorId)
}

/** The commission of an order once it is booked; the ledger follows the orders by a moment. */
const bookedOf = (shop: TestShop, orderId: string) =>
  until('the commission is booked', async () => {
    const found = (await read(shop, `orders/${orderId}/commission`, shop.owner)) as { entries: { kind: string }[] }
    return found.entries.length > 0 ? found.entries : undefined
  })

test('a link asked for again is the same link, even when five ask at once', async () => {
  const { shop, product, referrer, code } = await scene()
  const body = { productId: product.productId, channel: 'moments' }
  const replies = await Promise.all(Array.from({ length: 5 }, () => send(at, link(shop, referrer, body))))
  for (const reply of replies)
    expect(reply).toMatchObject({ status: 201, body: { ...body, code, shopId: shop.shopId } })
  const weibo = await send(at, link(shop, referrer, { ...body, channel: 'weibo' }))
  const whole = await send(at, link(shop, referrer, { channel: 'moments' }))
  const fresh = await Promise.all(
    Array.from({ length: 5 }, () => send(at, link(shop, referrer, { channel: 'poster' }))),
  )
  expect(new Set(fresh.map(({ text }) => text)).size).toBe(1)
  expect(new Set([...replies, weibo, whole, ...fresh].map(({ text }) => text)).size).toBe(4)
  expect(await account(shop, referrer)).toMatchObject({ links: { length: 4 }, pendingFen: 0, availableFen: 0 })
})

test('a newcomer who comes by a link credits its owner: with the first order, and with the next', async () => {
  const { shop, product, referrer, code } = await scene()
  const newcomer = await newcomerBy(code)
  for (const expectedFen of [880, 1_760]) {
    const { orderId } = await paidOrder(at, shop, newcomer, product)
    const [entry] = await bookedOf(shop, orderId)
    const { customerId: referrerId } = referrer
    expect(entry).toMatchObject({ kind: 'accrued', amountFen: 880, referrerId, orderId })
    expect(await account(shop, referrer)).toMatchObject({ pendingFen: expectedFen, availableFen: 0 })
  }
  const { items } = (await read(shop, 'commission-accounts', shop.owner)) as {
    items: { [balance: `${string}Fen`]: number }[]
  }
  const balances = items.flatMap((each) => Object.entries(each).filter(([name]) => name.endsWith('Fen')))
  const sumFen = balances.reduce((sum, [, fen]) => sum + fen, 0)
  expect([items.length > 1, sumFen]).toEqual([true, 0])
})

test('one’s own link earns nothing, nor does it earn anything from the shop’s own people', async () => {
  const { shop, product, referrer, code } = await scene()
  await send(at, visit(code, {}, referrer.token))
  const staff = await newStaff(at, shop)
  await send(at, visit(code, {}, staff.token))
  for (const buyer of [referrer, staff]) {
    const { orderId } = await paidOrder(at, shop, buyer, product)
    const pk = `COMMISSION#${shop.shopId}#${orderId}`
    await until('the payment is in the books', () => at.database.get({ table: 'referrals', pk, sk: 'STATE' }))
    expect(await read(shop, `orders/${orderId}/commission`, shop.owner)).toEqual({ orderId, entries: [] })
  }
})

test('who bought before a visit is introduced by nobody, and the visit is credited all the same', async () => {
  const { shop, product, referrer, code } = await scene()
  const buyer = await newPerson(at)
  await paidOrder(at, shop, buyer, product)
  expect(await send(at, visit(code, { launchScene: 1007 }, buyer.token))).toMatchObject({
    status: 201,
    body: { shopId: shop.shopId, productId: product.productId },
  })
  const { orderId } = await paidOrder(at, shop, buyer, product)
  expect(await bookedOf(shop, orderId)).toMatchObject([{ referrerId: referrer.customerId }])
  const pk = `SHOP#${shop.shopId}#CUSTOMER#${buyer.customerId}`
  expect(await at.database.get({ table: 'referrals', pk, sk: 'MEMBER' })).toMatchObject({ introduction: null })
})

test('an introduction is the first one, for ever; the last visit is credited', async () => {
  const { shop, product, referrer, code } = await scene()
  const newcomer = await newcomerBy(code)
  const second = await newPerson(at, '后来者')
  const secondCode = await shareLink(at, second, shop.shopId, product.productId, 'group')
  await send(at, visit(secondCode, {}, newcomer.token))
  const { orderId } = await paidOrder(at, shop, newcomer, product)
  expect(await bookedOf(shop, orderId)).toMatchObject([{ referrerId: second.customerId }])
  const pk = `SHOP#${shop.shopId}#CUSTOMER#${newcomer.customerId}`
  expect(await at.database.get({ table: 'referrals', pk, sk: 'MEMBER' })).toMatchObject({
    introduction: { introducerId: referrer.customerId, linkCode: code },
    depth: 1,
  })
})

test('twenty openings of a link by one device at once are one visit that counts twenty', async () => {
  const { code } = await scene()
  const visitorId = newId('vis')
  const replies = await Promise.all(Array.from({ length: 20 }, () => send(at, visit(code, { visitorId }))))
  const opened = replies.filter(({ status }) => status === 201).length
  expect(replies.every((reply) => reply.status === 201 || refusalOf(reply) === '503 too_busy')).toBe(true)
  const { items } = await at.database.query({ table: 'referrals', pk: `VISITOR#${visitorId}`, limit: 10 })
  expect(items).toMatchObject([{ count: opened }])
})

test('two whose links lead to each other do not make a circle', async () => {
  const shop = await newShop(at)
  const people = [await newPerson(at), await newPerson(at)] as const
  const codeOf = async (person: Person) =>
    ((await send(at, link(shop, person, { channel: 'group' }))).body as { code: string }).code
  const [first, second] = [await codeOf(people[0]), await codeOf(people[1])]
  await Promise.all([send(at, visit(first, {}, people[1].token)), send(at, visit(second, {}, people[0].token))])
  const members = await Promise.all(
    people.map(({ customerId }) =>
      at.database.get({ table: 'referrals', pk: `SHOP#${shop.shopId}#CUSTOMER#${customerId}`, sk: 'MEMBER' }),
    ),
  )
  const introduced = members.filter((member) => (member?.introduction ?? null) !== null)
  expect(introduced).toHaveLength(1)
})

test('a chain of three is seen by the shop’s people whole, and by a referrer one step down', async () => {
  const { shop, product, referrer, code } = await scene()
  const second = await newcomerBy(code)
  const third = await newcomerBy(await shareLink(at, second, shop.shopId, product.productId, 'group'))
  const { totalFen } = await paidOrder(at, shop, third, product)
  const member = (who: Person, rest = '') => read(shop, `members/${who.customerId}${rest}`, shop.owner)
  const worth = { buyers: 1, orders: 1, amountFen: totalFen, repurchasedFen: 0 }
  await until('the purchase is known to the chain', async () => {
    await climbChains(contextOf(at.database, () => new Date().toISOString()))
    const found = (await member(referrer)) as { downstreamWorth: { buyers: number } }
    return found.downstreamWorth.buyers > 0 ? found : undefined
  })
  expect(await member(referrer)).toMatchObject({
    depth: 0,
    introduced: 1,
    downstream: 2,
    reach: 2,
    downstreamWorth: worth,
  })
  const chain = { customers: 1, orders: 1, amountFen: totalFen, repurchaseRateByDay: 0 }
  expect(await read(shop, `referrers/${referrer.customerId}/repurchase`, shop.owner)).toMatchObject({ chain })
  expect(await member(third)).toMatchObject({ depth: 2, introducerId: second.customerId, own: worth })
  expect(await member(third, '/path')).toMatchObject({
    items: [{ customerId: second.customerId }, { customerId: referrer.customerId }],
  })
  expect(await member(second, '/introduced')).toMatchObject({ items: [{ customerId: third.customerId, own: worth }] })
  expect(await account(shop, referrer)).toMatchObject({ chain: { introduced: 1, downstream: 2 } })
  expect(await read(shop, 'referrals/me/introduced', referrer)).toEqual({
    items: [
      {
        who: `…${second.customerId.slice(-4)}`,
        introducedAt: expect.any(String),
        hasBought: false,
        hasBoughtAgain: false,
      },
    ],
  })
  expect(await read(shop, 'chain?depth=2', shop.owner)).toMatchObject({
    nodes: { length: 3 },
    edges: { length: 2 },
  })
  expect(await read(shop, 'key-people?by=net', shop.owner)).toMatchObject({
    items: [{ customerId: second.customerId, brought: worth }, { customerId: referrer.customerId }],
  })
})

test('a closed shop gains nobody: its links lead nowhere, and who came before stays', async () => {
  const { shop, referrer, code } = await scene()
  const newcomer = await newcomerBy(code)
  await at.database.set({ table: 'shops', pk: `SHOP#${shop.shopId}`, sk: 'SHOP' }, { status: 'closed' })
  const late = await newPerson(at)
  expect(refusalOf(await send(at, visit(code, {}, late.token)))).toBe('404 link_not_found')
  await climbChains(contextOf(at.database, () => new Date().toISOString()))
  expect(await read(shop, `members/${newcomer.customerId}`, shop.owner)).toMatchObject({
    introducerId: referrer.customerId,
  })
  expect(await account(shop, referrer)).toMatchObject({ chain: { introduced: 1 } })
})

test('what a buyer on the referrer’s own device earns them waits until the owner has decided', async () => {
  const { shop, referrer, orderId } = await heldOrder(at)
  expect(await account(shop, referrer)).toMatchObject({ pendingFen: 0, heldFen: 880 })
  expect(await read(shop, 'commission-holds', shop.owner)).toMatchObject({
    items: [{ orderId, status: 'held', signals: [{ code: 'same_device', orderIds: [orderId] }] }],
  })
  const request = decision(shop, orderId)
  for (const again of [request, request])
    expect(await send(at, again)).toMatchObject({ status: 201, body: { orderId, status: 'cleared' } })
  expect(await account(shop, referrer)).toMatchObject({ pendingFen: 880, heldFen: 0 })
})

test('a dry run shows what other terms would have earned whom, and changes nothing', async () => {
  const { shop, product, referrer, code } = await scene()
  const newcomer = await newcomerBy(code)
  const { orderId } = await paidOrder(at, shop, newcomer, product)
  await paidOrder(at, shop, await newPerson(at), product)
  await bookedOf(shop, orderId)
  const dryRun = (body: object, { token } = shop.owner) =>
    send(at, { method: 'POST', path: `/v1/shops/${shop.shopId}/commission-dry-runs`, token, body })
  const before = await read(shop, 'commission-accounts', shop.owner)
  const of = (earnedFen: number, wouldEarnFen: number) => {
    const sums = { earnedFen, wouldEarnFen, differenceFen: wouldEarnFen - earnedFen }
    const referrers = [{ referrerId: referrer.customerId, orders: 1, ...sums }]
    return { status: 200, body: { orders: 2, ...sums, referrers } }
  }
  expect(await dryRun({})).toMatchObject(of(880, 880))
  expect(await dryRun({ rateBps: 2_000 })).toMatchObject(of(880, 1_760))
  expect(await dryRun({ products: [{ productId: product.productId, rateBps: 0 }] })).toMatchObject(of(880, 0))
  expect(await read(shop, 'commission-accounts', shop.owner)).toEqual(before)
})

// What refuses stays as it is: the next case may ask it too.
const sharedScene = once(scene)
const sharedStranger = once(() => newPerson(at))

testRefusals(
  referralsEndpoints,
  {
    'create-link': {
      shop_not_found: async () => {
        const { shop, referrer } = await sharedScene()
        return link({ ...shop, shopId: newId('shp') }, referrer, { channel: 'group' })
      },
      shop_closed: async () => {
        const { shop, referrer } = await scene()
        await at.database.set({ table: 'shops', pk: `SHOP#${shop.shopId}`, sk: 'SHOP' }, { status: 'closed' })
        return link(shop, referrer, { channel: 'group' })
      },
      product_not_found: async () => {
        const { shop, referrer } = await sharedScene()
        return { ...link(shop, referrer, { channel: 'group', productId: newId('prd') }), field: 'body.productId' }
      },
      link_limit: async () => {
        const { shop, referrer } = await scene()
        const pk = `SHOP#${shop.shopId}#REFERRER#${referrer.customerId}`
        await at.database.set({ table: 'referrals', pk, sk: 'LINK_COUNT' }, { count: linksMax })
        return link(shop, referrer, { channel: 'group' })
      },
      ...linkStandingRefusals(() => at),
    },
    'record-visit': {
      link_not_found: async () => visit('000000000000', { visitorId: newId('vis') }),
      visitor_unknown: async () => ({ ...visit((await sharedScene()).code, {}), field: 'body.visitorId' }),
    },
    'list-links': {},
    'revoke-link': {
      link_not_found: async () => {
        const { shop, code } = await sharedScene()
        const { token } = await sharedStranger()
        return { method: 'DELETE', path: `/v1/shops/${shop.shopId}/links/${code}`, token }
      },
    },
    'get-link-funnel': {
      link_not_found: async () => {
        const { shop, code } = await sharedScene()
        const { token } = await sharedStranger()
        return { method: 'GET', path: `/v1/shops/${shop.shopId}/links/${code}/funnel`, token }
      },
    },
    'get-channel-funnel': {},
    'get-referrer-funnel': {},
    'list-referrer-links': {},
    'list-my-introduced': {},
    'get-member': {},
    'list-member-introduced': {},
    'list-member-path': {},
    'get-chain': {},
    'list-key-people': {},
    'get-my-referrals': {},
    'list-commission-accounts': {},
    'get-order-commission': {},
    'list-my-entries': {},
    'export-my-entries': {
      shop_not_found: async () => {
        const { shop, referrer } = await sharedScene()
        const shopId = shop.shopId.replace(/.{4}$/, '0000')
        return { method: 'GET', path: `/v1/shops/${shopId}/referrals/me/entries/export`, token: referrer.token }
      },
    },
    'list-account-entries': {},
    'export-account-entries': {
      shop_not_found: async () => {
        const { shop, referrer } = await scene()
        const key = { table: 'shops', pk: `SHOP#${shop.shopId}`, sk: 'SHOP' } as const
        await at.database.transact([{ kind: 'remove', name: 'shop', key }])
        const path = `/v1/shops/${shop.shopId}/commission-accounts/${referrer.customerId}/entries/export`
        return { method: 'GET', path, token: shop.owner.token }
      },
    },
    'list-commission-year': {},
    'export-commission-year': {},
    'dry-run-commission': {
      second_level_off: async () => {
        const { shopId, owner } = (await sharedScene()).shop
        const path = `/v1/shops/${shopId}/commission-dry-runs`
        const body = { secondLevelRateBps: 500 }
        return { method: 'POST', path, token: owner.token, body, field: 'body.secondLevelRateBps' }
      },
    },
    ...holdRefusals(() => at),
    ...standingRefusals(() => at),
  },
  () => at,
)
