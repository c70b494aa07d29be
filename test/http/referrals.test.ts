import { expect, test } from 'vitest'
import { linksMax } from '../../domain/referrals/link.ts'
import { referralsEndpoints } from '../../functions/referrals/endpoints.ts'
import { logIn, openLinkAsStranger, type Person, shareLink, until } from '../../local/main-job/people.ts'
import { sharedBackend } from '../support/backend.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { refusalOf, send } from '../support/request.ts'
import { newId, newPerson, newProduct, newShop, newStaff, paidOrder, type TestShop } from '../support/shop.ts'

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
  const other = await scene()
  // Somebody whose commission is booked after the two orders shows that theirs never will be.
  const own = await paidOrder(at, shop, referrer, product)
  const byStaff = await paidOrder(at, shop, staff, product)
  const later = await paidOrder(at, other.shop, await newcomerBy(other.code), other.product)
  await bookedOf(other.shop, later.orderId)
  for (const { orderId } of [own, byStaff])
    expect(await read(shop, `orders/${orderId}/commission`, shop.owner)).toEqual({ orderId, entries: [] })
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

testRefusals(
  referralsEndpoints,
  {
    'create-link': {
      shop_not_found: async () => {
        const { shop, referrer } = await scene()
        return link({ ...shop, shopId: newId('shp') }, referrer, { channel: 'group' })
      },
      shop_closed: async () => {
        const { shop, referrer } = await scene()
        await at.database.set({ table: 'shops', pk: `SHOP#${shop.shopId}`, sk: 'SHOP' }, { status: 'closed' })
        return link(shop, referrer, { channel: 'group' })
      },
      product_not_found: async () => {
        const { shop, referrer } = await scene()
        return { ...link(shop, referrer, { channel: 'group', productId: newId('prd') }), field: 'body.productId' }
      },
      link_limit: async () => {
        const { shop, referrer } = await scene()
        const pk = `SHOP#${shop.shopId}#REFERRER#${referrer.customerId}`
        await at.database.set({ table: 'referrals', pk, sk: 'LINK_COUNT' }, { count: linksMax })
        return link(shop, referrer, { channel: 'group' })
      },
    },
    'record-visit': {
      link_not_found: async () => visit('000000000000', { visitorId: newId('vis') }),
      visitor_unknown: async () => ({ ...visit((await scene()).code, {}), field: 'body.visitorId' }),
    },
    'get-my-referrals': {},
    'list-commission-accounts': {},
    'get-order-commission': {},
  },
  () => at,
)
