import { expect, test } from 'vitest'
import { changeSettings, logIn, type Person, placeOrder, quoteOrder, toDoor } from '../../local/main-job/people.ts'
import { operatorName, sharedBackend } from '../support/backend.ts'
import { refusalOf, send } from '../support/request.ts'
import { linesOf, newId, newPerson, newProduct, newShop, newStaff } from '../support/shop.ts'

const at = sharedBackend()

const toUrumqi = toDoor('阿依古丽', '650102', '新疆 乌鲁木齐市 天山区', '@解放路 2 号')
const shippingFee = { feeFen: 800, freeFromFen: 17_600, regions: [{ provinces: ['65'], feeFen: 2_500 }] }

async function scene() {
  const shop = await newShop(at)
  await changeSettings(at, shop.owner, shop.shopId, { shippingFee })
  return { ...shop, shop, product: await newProduct(at, shop), buyer: await newPerson(at) }
}
const getOrder = (shopId: string, orderId: string, { token }: Person) =>
  send(at, { method: 'GET', path: `/v1/shops/${shopId}/orders/${orderId}`, token })

test('a quote says what the order will cost, and holds nothing', async () => {
  const { shopId, product, buyer, owner } = await scene()
  const quote = (quantity: number, delivery: object) =>
    quoteOrder(at, buyer, shopId, linesOf(product, quantity), delivery)
  expect(await quote(2, toUrumqi)).toEqual({ goodsFen: 17_600, shippingFeeFen: 2_500, totalFen: 20_100 })
  expect(await quote(1, toDoor('安娜', '440305', '广东省', '科苑路'))).toMatchObject({ shippingFeeFen: 800 })
  expect(await quote(2, toDoor('安娜', '440305', '广东省', '科苑路'))).toMatchObject({ shippingFeeFen: 0 })
  expect(await quote(1, { kind: 'pickup' })).toEqual({ goodsFen: 8_800, shippingFeeFen: 0, totalFen: 8_800 })
  const stock = `/v1/shops/${shopId}/products/${product.productId}/stock`
  expect(await send(at, { method: 'GET', path: stock, token: owner.token })).toMatchObject({
    body: { skus: [{ onHand: 10, held: 0 }] },
  })
})

test('the buyer and the shop’s people see where an order goes to; nobody else sees the order', async () => {
  const { shop, shopId, product, buyer, owner } = await scene()
  const { orderId } = await placeOrder(at, buyer, shopId, linesOf(product), 11_300, toUrumqi)
  for (const person of [buyer, owner, await newStaff(at, shop)]) {
    const { body } = await getOrder(shopId, orderId, person)
    expect(body).toMatchObject({ goodsFen: 8_800, shippingFeeFen: 2_500, totalFen: 11_300 })
    expect(Object(body).delivery).toEqual(toUrumqi)
  }
  for (const person of [await newPerson(at), await logIn(at, operatorName)])
    expect(refusalOf(await getOrder(shopId, orderId, person))).toBe('404 order_not_found')
})

test.each([
  ['fetched, with a number', { kind: 'pickup', phone: '13912345678' }],
  ['fetched', { kind: 'pickup' }],
  ['not sent', { kind: 'virtual' }],
])('an order that is %s costs no shipping', async (_, delivery) => {
  const { shopId, product, buyer } = await scene()
  const { orderId } = await placeOrder(at, buyer, shopId, linesOf(product), 8_800, delivery)
  expect(Object((await getOrder(shopId, orderId, buyer)).body).delivery).toEqual(delivery)
})

test('an order sent again is the same one; with another address it is another one, which is refused', async () => {
  const { shopId, product, buyer } = await scene()
  const orderId = newId('ord')
  const place = (delivery: object) =>
    send(at, {
      method: 'POST',
      path: `/v1/shops/${shopId}/orders`,
      token: buyer.token,
      body: { delivery, orderId, lines: linesOf(product), totalFen: 11_300 },
    })
  const first = await place(toUrumqi)
  expect([first.status, (await place({ address: toUrumqi.address, kind: 'express' })).text]).toEqual([201, first.text])
  const next = { ...toUrumqi, address: { ...toUrumqi.address, phone: '13912345679' } }
  expect(refusalOf(await place(next))).toBe('409 order_id_reused body.orderId')
})

test('the owner’s export has the address for the courier, and no formula', async () => {
  const { shopId, product, buyer, owner } = await scene()
  await placeOrder(at, buyer, shopId, linesOf(product), 11_300, toUrumqi)
  const path = `/v1/shops/${shopId}/orders/export`
  const { text } = await send(at, { method: 'GET', path, token: owner.token })
  const { phone } = toUrumqi.address
  const address = `,113.00,25.00,express,阿依古丽,${phone},650102,新疆 乌鲁木齐市 天山区,'@解放路 2 号\r\n`
  expect(text.endsWith(address), text).toBe(true)
})

test('everybody sees how a shop delivers and what it asks for that', async () => {
  const { shopId, owner } = await scene()
  await changeSettings(at, owner, shopId, { deliveryKinds: ['pickup', 'express'] })
  const seen = await send(at, { method: 'GET', path: `/v1/shops/${shopId}` })
  expect(seen.body).toMatchObject({ deliveryKinds: ['pickup', 'express'], shippingFee })
})
