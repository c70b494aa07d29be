import { expect, test } from 'vitest'
import { channelsPerMonthMax } from '../../domain/repurchase/channel-spending.ts'
import { noPurchases } from '../../domain/repurchase/history.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { figureEndpoints } from '../../functions/repurchase/endpoints.ts'
import { historyWrite, mergeDepthMax } from '../../functions/repurchase/history-store.ts'
import { spendingWrite } from '../../functions/repurchase/spending-store.ts'
import { readRepurchase } from '../../local/main-job/figures.ts'
import { logIn, openLinkAsStranger, shareLink, until } from '../../local/main-job/people.ts'
import { imported } from '../domain/repurchase/purchases.ts'
import { operatorName, sharedBackend } from '../support/backend.ts'
import { openDatabase } from '../support/database.ts'
import { once } from '../support/once.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { refusalOf, send } from '../support/request.ts'
import { newId, newPerson, newProduct, newShop, newStaff, paidOrder } from '../support/shop.ts'

const at = sharedBackend()

test('the figures of a shop and of one referrer’s customers show every paid order, at once', async () => {
  const shop = await newShop(at)
  const product = await newProduct(at, shop)
  const referrer = await newPerson(at)
  const code = await shareLink(at, referrer, shop.shopId, product.productId, 'moments')
  const newcomer = await logIn(at, newId('新客'), await openLinkAsStranger(at, code, 1008))
  await paidOrder(at, shop, referrer, product)
  await paidOrder(at, shop, newcomer, product)
  await paidOrder(at, shop, newcomer, product, 2)
  const figures = await until('three orders show', async () => {
    const read = await readRepurchase(at, shop.owner, shop.shopId)
    return read.orders === 3 ? read : undefined
  })
  // The newcomer bought twice on one day: again by order, not by day.
  const twice = { repeatCustomersByDay: 0, repurchaseRateByDay: 0 }
  expect(figures).toMatchObject({ customers: 2, amountFen: 4 * 8_800, ...twice, repurchaseRateByOrder: 0.5 })
  const ofReferrer = await readRepurchase(at, shop.owner, shop.shopId, referrer.customerId)
  expect(ofReferrer).toMatchObject({ customers: 1, orders: 2, amountFen: 3 * 8_800, repurchaseRateByOrder: 1 })
})

test('what the shop’s own people buy is left out', async () => {
  const shop = await newShop(at)
  const product = await newProduct(at, shop)
  const staff = await newStaff(at, shop)
  await paidOrder(at, shop, staff, product)
  await paidOrder(at, shop, await newPerson(at), product)
  const figures = await until('the customer’s order shows', async () => {
    const read = await readRepurchase(at, shop.owner, shop.shopId)
    return read.customers > 0 ? read : undefined
  })
  expect(figures).toMatchObject({ customers: 1, orders: 1 })
})

test('a shop without sales has figures of nothing, and who introduced nobody too', async () => {
  const shop = await newShop(at)
  const nothing = { customers: 0, orders: 0, amountFen: 0, repurchaseRateByDay: null, repurchaseRateByOrder: null }
  expect(await readRepurchase(at, shop.owner, shop.shopId)).toMatchObject(nothing)
  expect(await readRepurchase(at, shop.owner, shop.shopId, newId('cus'))).toMatchObject(nothing)
})

test('months, cohorts, products, channels and referrers tell the same orders; a figure leads to its customers', async () => {
  const shop = await newShop(at)
  const product = await newProduct(at, shop)
  const referrer = await newPerson(at)
  const code = await shareLink(at, referrer, shop.shopId, product.productId, 'moments')
  const newcomer = await logIn(at, newId('新客'), await openLinkAsStranger(at, code, 1008))
  await paidOrder(at, shop, newcomer, product)
  await paidOrder(at, shop, newcomer, product)
  const read = async (path: string, token = shop.owner.token) => {
    const reply = await send(at, { method: 'GET', path, token })
    expect(reply.status, reply.text).toBe(200)
    return JSON.parse(reply.text)
  }
  const figures = `/v1/shops/${shop.shopId}/repurchase`
  const { asOf } = await until('two orders show', async () => {
    const all = await read(figures)
    return all.orders === 2 ? all : undefined
  })
  const month = asOf.slice(0, 7)
  expect((await read(`${figures}/months`)).months[month]).toMatchObject({ orders: 2, new: 1, returningCustomers: 1 })
  expect((await read(`${figures}/cohorts`)).cohorts[month]).toMatchObject({ size: 1 })
  expect((await read(`${figures}/products`)).items).toMatchObject([
    { productId: product.productId, buyers: 1, units: 2 },
  ])
  const spend = (day: string, spentFen: number) => {
    const path = `/v1/shops/${shop.shopId}/channels/moments/spending/${day}`
    return send(at, { method: 'PUT', path, token: shop.owner.token, body: { spentFen } })
  }
  for (const spentFen of [9_900, 4_400, 4_400])
    expect(await spend(asOf, spentFen)).toMatchObject({
      status: 200,
      body: { channel: 'moments', day: asOf, spentFen },
    })
  await spend('2025-11-30', 100)
  const cost = {
    spentFen: 4_500,
    returnOnSpend: 17_600 / 4_500,
    costPerCustomerFen: 4_500,
    costPerRepeatCustomerFen: null,
  }
  expect((await read(`${figures}/channels`)).items).toMatchObject([
    { channel: 'moments', customers: 1, attributedOrders: 2, ...cost },
  ])
  expect((await read(`${figures}/channels?asOf=2025-12-01`)).items).toMatchObject([{ customers: 0, spentFen: 100 }])
  expect((await read(`/v1/shops/${shop.shopId}/channel-spending`)).items).toEqual([
    { channel: 'moments', month, spentByDayFen: { [asOf]: 4_400 } },
    { channel: 'moments', month: '2025-11', spentByDayFen: { '2025-11-30': 100 } },
  ])
  expect((await read(`${figures}/referrers`)).items).toMatchObject([{ referrerId: referrer.customerId, orders: 2 }])
  const drilled = await read(`${figures}/repurchaseRateByOrder/customers`)
  expect(drilled.items).toMatchObject([{ customerId: newcomer.customerId, orders: 2, purchaseDays: 1, firstDay: asOf }])
  expect((await read(`${figures}/repurchaseRateByDay/customers`)).items).toEqual([])
  const { token } = await logIn(at, operatorName)
  expect((await read('/v1/repurchase', token)).orders).toBeGreaterThanOrEqual(2)
  const metrics = await read('/v1/metrics')
  expect(metrics.items).toContainEqual(expect.objectContaining({ key: 'repurchaseRateByDay' }))

  const merged = `/v1/shops/${shop.shopId}/customers/${newcomer.customerId}/merge`
  const request = {
    method: 'POST',
    path: merged,
    token: shop.owner.token,
    body: { intoCustomerId: '老客 #1' },
  } as const
  for (const _ of [1, 2]) expect((await send(at, request)).status).toBe(200)
  const { items, customerId } = await read(
    `/v1/shops/${shop.shopId}/customers/${encodeURIComponent('老客 #1')}/purchases`,
  )
  expect(customerId).toBe('老客 #1')
  expect(items).toMatchObject([{ channel: 'moments', isCounted: true }, { isCounted: true }])
})

// What refuses stays as it is: the next case may ask it too.
const sharedShop = once(() => newShop(at))
const inFuture = async (path = '') => {
  const shop = await sharedShop()
  const target = `/v1/shops/${shop.shopId}/${path}?asOf=9999-01-01`
  return { method: 'GET', path: target, token: shop.owner.token, field: 'asOf' } as const
}
const asOfCase = (path: string) => ({ as_of_in_future: () => inFuture(path) })
/** The request that says what a channel cost a new shop on a day. */
async function spendingOn(day: string) {
  const { shopId, owner } = await newShop(at)
  const path = `/v1/shops/${shopId}/channels/moments/spending/${day}`
  const asked = { method: 'PUT', path, token: owner.token, body: { spentFen: 100 }, field: 'path.day' } as const
  return { shopId, asked }
}
/** A shop with so many customers who each ordered once, and the request that merges the first of them into another. */
async function mergeOf(customers: number, into: (ids: readonly string[]) => string) {
  const shop = await newShop(at)
  const product = await newProduct(at, shop)
  const ids: string[] = []
  for (let customer = 0; customer < customers; customer++) {
    const person = await newPerson(at)
    await paidOrder(at, shop, person, product)
    ids.push(person.customerId)
  }
  await until('the orders show', async () => {
    const { orders } = await readRepurchase(at, shop.owner, shop.shopId)
    return orders === customers ? orders : undefined
  })
  const [first = newId('cus')] = ids
  const request = (intoCustomerId: string) =>
    ({
      method: 'POST',
      path: `/v1/shops/${shop.shopId}/customers/${first}/merge`,
      token: shop.owner.token,
      body: { intoCustomerId },
    }) as const
  return { request, asked: request(into(ids)) }
}

testRefusals(
  figureEndpoints,
  {
    'get-shop-repurchase': asOfCase('repurchase'),
    'get-repurchase-months': asOfCase('repurchase/months'),
    'get-repurchase-cohorts': asOfCase('repurchase/cohorts'),
    'list-repurchase-products': asOfCase('repurchase/products'),
    'list-repurchase-channels': asOfCase('repurchase/channels'),
    'list-repurchase-referrers': asOfCase('repurchase/referrers'),
    'list-metric-customers': asOfCase('repurchase/customers/customers'),
    'get-referrer-repurchase': asOfCase(`referrers/${newId('cus')}/repurchase`),
    'get-platform-repurchase': {
      as_of_in_future: async () => {
        const { token } = await logIn(at, operatorName)
        return { method: 'GET', path: '/v1/repurchase?asOf=9999-01-01', token, field: 'asOf' }
      },
    },
    'record-channel-spending': {
      spent_in_future: async () => (await spendingOn('9999-01-01')).asked,
      too_many_channels: async () => {
        const { shopId, asked } = await spendingOn('2026-01-31')
        const database = openDatabase(at)
        const month = { month: '2026-01', spentByDayFen: {}, version: 0 }
        for (let number = 0; number < channelsPerMonthMax; number++)
          await database.transact([spendingWrite(shopId, { ...month, channel: `c${number}` })])
        database.close()
        return { ...asked, field: 'path.channel' }
      },
    },
    'list-channel-spending': {},
    'list-metrics': {},
    'list-purchases': {
      buyer_not_found: async () => {
        const shop = await sharedShop()
        const path = `/v1/shops/${shop.shopId}/customers/${newId('cus')}/purchases`
        return { method: 'GET', path, token: shop.owner.token }
      },
    },
    'merge-customer': {
      buyer_not_found: async () => (await mergeOf(0, () => newId('cus'))).asked,
      same_customer: async () => (await mergeOf(1, ([first = '']) => first)).asked,
      merged_elsewhere: async () => {
        const { request, asked } = await mergeOf(1, () => 'somebody')
        expect((await send(at, request('another'))).status).toBe(200)
        return asked
      },
      merge_limit: async () => {
        const { request } = await mergeOf(1, () => 'merged 0')
        let next = request('merged 0')
        for (let depth = 1; depth <= mergeDepthMax; depth++) {
          expect((await send(at, next)).status).toBe(200)
          const path = next.path.replace(/[^/]+\/merge$/, `merged%20${depth - 1}/merge`)
          next = { ...next, path: path as typeof next.path, body: { intoCustomerId: `merged ${depth}` } }
        }
        return next
      },
      history_too_large: async () => {
        const shop = await newShop(at)
        const line = { quantity: 1, netFen: 1, nonGoods: true }
        const database = openDatabase(at)
        for (const customerId of ['one', 'other']) {
          const names = Array.from({ length: 2_500 }, (_, number) => `${customerId}${'p'.repeat(50)}${number}`)
          const lines = names.map((productId) => ({ ...line, productId }))
          const history = {
            ...noPurchases(ShopId.parse(shop.shopId), customerId),
            purchases: [imported(customerId, '2026-01-01', { lines })],
          }
          await database.transact([historyWrite(history, { version: 0, mergeDepth: 0 }, 0)])
        }
        database.close()
        const path = `/v1/shops/${shop.shopId}/customers/one/merge`
        return { method: 'POST', path, token: shop.owner.token, body: { intoCustomerId: 'other' } }
      },
    },
  },
  () => at,
)

test('an operator who asks for a shop that is not there is told so', async () => {
  const { token } = await logIn(at, operatorName)
  for (const rest of ['', `/referrers/${newId('cus')}`]) {
    const path = `/v1/shops/${newId('shp')}${rest}/repurchase`
    expect(refusalOf(await send(at, { method: 'GET', path, token }))).toBe('404 not_found')
  }
})
