import { expect, test } from 'vitest'
import { readRepurchase } from '../../local/main-job/figures.ts'
import { logIn, openLinkAsStranger, shareLink, until } from '../../local/main-job/people.ts'
import { operatorName, sharedBackend } from '../support/backend.ts'
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

test('an operator who asks for a shop that is not there is told so', async () => {
  const { token } = await logIn(at, operatorName)
  for (const rest of ['', `/referrers/${newId('cus')}`]) {
    const path = `/v1/shops/${newId('shp')}${rest}/repurchase`
    expect(refusalOf(await send(at, { method: 'GET', path, token }))).toBe('404 not_found')
  }
})
