import { expect, test } from 'vitest'
import { atOnce } from '../../local/main-job/at-once.ts'
import { readStock } from '../../local/main-job/figures.ts'
import { type Person, payOnPhone, placeOrder, prepay, toHangzhou, untilStatus } from '../../local/main-job/people.ts'
import { sharedBackend } from '../support/backend.ts'
import { refusalOf, send } from '../support/request.ts'
import { linesOf, newId, newPerson, newProduct, newShop, type TestProduct, type TestShop } from '../support/shop.ts'

const at = sharedBackend()

/** Sends an order until it is answered for: a request that met too many others is sent again, as a phone does. */
async function place({ shopId }: TestShop, buyer: Person, product: TestProduct, quantity = 1) {
  const totalFen = product.priceFen * quantity
  const body = { orderId: newId('ord'), lines: linesOf(product, quantity), totalFen, delivery: toHangzhou }
  for (;;) {
    const reply = await send(at, { method: 'POST', path: `/v1/shops/${shopId}/orders`, token: buyer.token, body })
    const told = refusalOf(reply)
    if (told !== '503 too_busy') return { told, orderId: body.orderId, buyer }
  }
}

async function race(buyers: number, units: number, quantity = 1) {
  const shop = await newShop(at)
  const product = await newProduct(at, shop, { units })
  const people = await atOnce(Array.from({ length: buyers }), 4, () => newPerson(at))
  const orders = await Promise.all(people.map((buyer) => place(shop, buyer, product, quantity)))
  const stock = () => readStock(at, shop.owner, shop.shopId, product.productId)
  const won = orders.filter(({ told }) => told === '201')
  const lost = orders.filter(({ told }) => told === '409 out_of_stock body.lines.0')
  return { shop, won, lost, stock }
}

test('of two buyers who want the last unit at once, one gets it, and the other is left without an order', async () => {
  for (let round = 0; round < 5; round++) {
    const { shop, won, lost, stock } = await race(2, 1)
    expect([won.length, lost.length]).toEqual([1, 1])
    expect(await stock()).toEqual({ received: 1, onHand: 0, held: 1, sold: 0 })
    for (const { orderId, buyer } of lost) {
      const path = `/v1/shops/${shop.shopId}/orders/${orderId}`
      expect(refusalOf(await send(at, { method: 'GET', path, token: buyer.token }))).toBe('404 order_not_found')
    }
  }
})

test('of twenty buyers who want the last seven units at once, seven get one', async () => {
  const { shop, won, lost, stock } = await race(20, 7)
  expect([won.length, lost.length]).toEqual([7, 13])
  expect(await stock()).toEqual({ received: 7, onHand: 0, held: 7, sold: 0 })
  await Promise.all(
    won.map(async ({ orderId, buyer }) => {
      const { payParams } = await prepay(at, buyer, shop.shopId, orderId)
      await payOnPhone(at, buyer, payParams)
      await untilStatus(at, buyer, shop.shopId, orderId, 'paid')
    }),
  )
  expect(await stock()).toEqual({ received: 7, onHand: 0, held: 0, sold: 7 })
})

test('orders of three units take what they can: of eight units two orders, and two units stay for sale', async () => {
  const { won, lost, stock } = await race(6, 8, 3)
  expect([won.length, lost.length]).toEqual([2, 4])
  expect(await stock()).toEqual({ received: 8, onHand: 2, held: 6, sold: 0 })
})

test('one buyer’s ten orders at once stop at the open orders that one may have', async () => {
  const shop = await newShop(at)
  const product = await newProduct(at, shop, { units: 20 })
  const buyer = await newPerson(at)
  const orders = await Promise.all(Array.from({ length: 10 }, () => place(shop, buyer, product)))
  expect(orders.map(({ told }) => told).sort()).toEqual([
    ...Array.from({ length: 5 }, () => '201'),
    ...Array.from({ length: 5 }, () => '409 too_many_open_orders'),
  ])
  expect(await readStock(at, shop.owner, shop.shopId, product.productId)).toMatchObject({ onHand: 15, held: 5 })
})

test('orders whose lines cross in their order neither block each other nor sell too much', async () => {
  const shop = await newShop(at)
  const products = [await newProduct(at, shop, { units: 3 }), await newProduct(at, shop, { units: 3 })] as const
  const lines = products.flatMap((product) => linesOf(product))
  const people = await atOnce(Array.from({ length: 8 }), 4, () => newPerson(at))
  const told = await Promise.allSettled(
    people.map((buyer, number) =>
      placeOrder(at, buyer, shop.shopId, number % 2 ? lines : lines.toReversed(), 2 * 8_800),
    ),
  )
  expect(told.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  for (const { productId } of products)
    expect(await readStock(at, shop.owner, shop.shopId, productId)).toMatchObject({ onHand: 0, held: 3 })
})
