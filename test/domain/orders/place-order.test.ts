import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Product } from '../../../domain/catalog/product.ts'
import { linesMax } from '../../../domain/orders/limits.ts'
import { Order } from '../../../domain/orders/order.ts'
import {
  openHoldsMax,
  type PlaceOrder,
  type PlaceOrderState,
  placeOrder,
  priceOrder,
} from '../../../domain/orders/place-order.ts'
import { amountMaxFen } from '../../../domain/shared/fen.ts'
import { customerId, productId, shopId, skuId } from '../shared/ids.ts'
import { made } from '../shared/made.ts'
import { asked, byId, credited, evolved, holdEndsAt, placedAt, product, shop, shopWindow, stockOf } from './orders.ts'

const [firstLine, secondLine] = asked.lines
const place = (state: Partial<PlaceOrderState> = {}, command: Partial<PlaceOrder> = {}) =>
  placeOrder({ ...shopWindow, ...state }, { ...asked, ...command }, placedAt)
const refusal = (code: string, field?: string) => ({
  ok: false,
  refusal: field === undefined ? { code } : { code, field },
})
const selling = (change: Partial<Product>) => ({ products: new Map([[product.productId, { ...product, ...change }]]) })
const placed = (state: Partial<PlaceOrderState> = {}, command: Partial<PlaceOrder> = {}): Order =>
  evolved(undefined, made(place(state, command)))

test('an order takes texts and prices from the catalog, and awaits its payment', () => {
  const order = placed()
  expect(order.status).toBe('awaiting_payment')
  expect(order.version).toBe(1)
  expect(order).toMatchObject({ goodsFen: 3_098, shippingFeeFen: 0, totalFen: 3_098 })
  const tea = { title: '明前龙井', nonGoods: false, commissionRateBps: 1_000 }
  expect(order.lines).toEqual([
    { ...firstLine, ...tea, options: { 规格: '50 g' }, unitPriceFen: 1_299, amountFen: 2_598 },
    { ...secondLine, ...tea, options: { 规格: '10 g' }, unitPriceFen: 500, amountFen: 500 },
  ])
})

describe('what later moves money is frozen', () => {
  test('the hold, the days and the rate of the shop as they are now', () => {
    const order = placed()
    expect(order).toMatchObject({
      placedAt,
      holdEndsAt,
      autoReceiveDays: 10,
      afterSalesDays: 7,
      afterSalesAnswerDays: 2,
    })
    expect(order.commission).toEqual({
      referrerId: credited.winner?.referrerId,
      rates: [1, 2].map((number) => ({ skuId: skuId(number), rateBps: 1_000 })),
    })
    expect(order.attribution).toEqual(credited)
  })
  test('no commission without a referrer, and none at a rate of nothing', () => {
    const alone = placed({ attribution: { ...credited, winner: null } })
    // The rate is frozen all the same, for whom a dispute may credit.
    expect([alone.commission, alone.lines[0]?.commissionRateBps]).toEqual([null, 1_000])
    const settings = { ...shop.settings, commissionRateBps: 0 }
    expect(placed({ shop: { ...shop, settings } }).commission).toBeNull()
  })
  test('the second level’s part beside the direct one, and none where nobody is credited', () => {
    const second = { referrerId: customerId(51), rateBps: 500 }
    expect(placed({ second }).commission).toMatchObject({ referrerId: credited.winner?.referrerId, second })
    expect(placed({ second: null }).commission).not.toHaveProperty('second')
    expect(placed({ second, attribution: { ...credited, winner: null } }).commission).toBeNull()
  })
  test('a product’s own rate in place of the shop’s, and a rate of nothing too', () => {
    const other = { ...product, productId: productId(2), skus: [{ skuId: skuId(3), options: {}, priceFen: 700 }] }
    const rated = (commissionRateBps: number) => {
      const products = [product, { ...other, commissionRateBps }].map((each) => [each.productId, each] as const)
      const stocks = byId(stockOf(1, 10), stockOf(3, 10))
      const lines = [...asked.lines.slice(0, 1), { productId: productId(2), skuId: skuId(3), quantity: 1 }]
      return placed({ products: new Map(products), stocks }, { lines, totalFen: 2 * 1_299 + 700 })
    }
    expect(rated(250).lines.map((line) => line.commissionRateBps)).toEqual([1_000, 250])
    expect(rated(250).commission?.rates).toEqual([
      { skuId: skuId(1), rateBps: 1_000 },
      { skuId: skuId(3), rateBps: 250 },
    ])
    expect(rated(0).commission?.rates).toEqual([{ skuId: skuId(1), rateBps: 1_000 }])
  })
  test('the shop’s cap, where it has one', () => {
    const settings = { ...shop.settings, commissionCapFen: 200 }
    expect(placed({ shop: { ...shop, settings } }).commission).toMatchObject({ capFen: 200 })
    expect(placed().commission).not.toHaveProperty('capFen')
  })
  test('the shop’s merchant number, where it has one', () => {
    const { subMchid, ...unset } = shop
    expect(placed().subMchid).toBe(subMchid)
    expect('subMchid' in placed({ shop: unset })).toBe(false)
  })
  test('whether the buyer is one of the shop’s own people', () => {
    expect(placed().excludedFromFigures).toBe(false)
    expect(placed({}, { isStaff: true }).excludedFromFigures).toBe(true)
  })
  test('whether it is nothing but postage and the like, which is no purchase', () => {
    const postage = placed(selling({ nonGoods: true }))
    expect([postage.excludedFromFigures, postage.lines[0]?.nonGoods]).toEqual([true, true])
  })
})

describe('what shipping costs', () => {
  const settings = {
    ...shop.settings,
    shippingFee: { feeFen: 800, freeFromFen: 3_099, regions: [{ provinces: ['65'], feeFen: 2_500 }] },
  }
  const charging = { shop: { ...shop, settings } }
  const sealedAddress = 'first.iv.sealed'

  test('is on top of the goods, by the province that the parcel goes to', () => {
    const near = placed(charging, { totalFen: 3_898 })
    expect(near).toMatchObject({ goodsFen: 3_098, shippingFeeFen: 800, totalFen: 3_898 })
    const far = { kind: 'express', province: '65', sealedAddress } as const
    expect(placed(charging, { delivery: far, totalFen: 5_598 })).toMatchObject({ shippingFeeFen: 2_500, delivery: far })
  })
  test('is nothing where nothing is sent', () => {
    for (const delivery of [{ kind: 'pickup', sealedPhone: sealedAddress }, { kind: 'virtual' }] as const)
      expect(placed(charging, { delivery })).toMatchObject({ shippingFeeFen: 0, totalFen: 3_098, delivery })
  })
  test('is part of the total that the buyer was shown', () => {
    expect(place(charging)).toEqual(refusal('price_changed', 'body.totalFen'))
  })
  test('counts for what one order may cost', () => {
    const priced = selling({ skus: [{ skuId: skuId(1), options: {}, priceFen: amountMaxFen }] })
    const lines = [{ productId: productId(), skuId: skuId(1), quantity: 1 }]
    const free = { shop: { ...shop, settings: { ...settings, shippingFee: { feeFen: 1, regions: [] } } } }
    expect(place({ ...priced }, { lines, totalFen: amountMaxFen }).ok).toBe(true)
    expect(place({ ...priced, ...free }, { lines, totalFen: amountMaxFen + 1 })).toEqual(
      refusal('amount_limit', 'body.lines'),
    )
  })
  test('is what a quote says, whoever gets the commission', () => {
    const quoted = priceOrder({ ...shopWindow, ...charging }, asked)
    expect(quoted).toMatchObject({ ok: true, goodsFen: 3_098, shippingFeeFen: 800, totalFen: 3_898 })
  })
})

test('refuses a kind of delivery that the shop has not', () => {
  const fetched = { shop: { ...shop, settings: { ...shop.settings, deliveryKinds: ['pickup' as const] } } }
  expect(place(fetched)).toEqual(refusal('delivery_not_offered', 'body.delivery.kind'))
  expect(place(fetched, { delivery: { kind: 'pickup' } }).ok).toBe(true)
})

test('a closed shop sells nothing', () => {
  expect(place({ shop: { ...shop, status: 'closed' } })).toEqual(refusal('shop_closed'))
})

test('refuses a buyer one unpaid order more than one may have', () => {
  expect(place({ openHolds: openHoldsMax - 1 }).ok).toBe(true)
  expect(place({ openHolds: openHoldsMax })).toEqual(refusal('too_many_open_orders'))
})

test.each([
  ['a draft', selling({ status: 'draft' })],
  ['off the shelf', selling({ status: 'off_shelf' })],
  ['of another shop', selling({ shopId: shopId(2) })],
  ['not there', { products: new Map() }],
])('refuses a product that is %s and names the line', (_, state) => {
  expect(place(state)).toEqual(refusal('product_not_for_sale', 'body.lines.0'))
})

test('refuses a variant that the product has not', () => {
  const lines = [...asked.lines, { productId: productId(), skuId: skuId(3), quantity: 1 }]
  expect(place({}, { lines })).toEqual(refusal('product_not_for_sale', 'body.lines.2'))
})

test('sells the last unit, refuses one more and names the line', () => {
  const stocks = byId(stockOf(1, 2), stockOf(2, 1))
  expect(place({ stocks }).ok).toBe(true)
  expect(place({ stocks: byId(stockOf(1, 2), stockOf(2, 0)) })).toEqual(refusal('out_of_stock', 'body.lines.1'))
  expect(place({ stocks: byId(stockOf(1, 1), stockOf(2, 1)) })).toEqual(refusal('out_of_stock', 'body.lines.0'))
})

test('a variant without a stock is out of stock', () => {
  expect(place({ stocks: new Map() })).toEqual(refusal('out_of_stock', 'body.lines.0'))
})

test('units that others hold are not for sale', () => {
  const held = { ...stockOf(1, 10), onHand: 1, held: 9 }
  expect(place({ stocks: byId(held, stockOf(2, 1)) })).toEqual(refusal('out_of_stock', 'body.lines.0'))
})

test('refuses one variant on two lines, which together could be more than is there', () => {
  const line = { productId: productId(), skuId: skuId(1), quantity: 6 }
  expect(place({}, { lines: [line, line], totalFen: 12 * 1_299 })).toEqual(
    refusal('sku_repeated', 'body.lines.1.skuId'),
  )
})

test('refuses one variant id on lines of two products: which stock is meant is never guessed', () => {
  const line = { productId: productId(), skuId: skuId(1), quantity: 1 }
  const lines = [line, { ...line, productId: productId(2) }]
  expect(place({ stocks: new Map() }, { lines })).toEqual(refusal('sku_repeated', 'body.lines.1.skuId'))
})

test.each([-1, 1])('refuses a total that is %i fen off the shop’s', (off) => {
  expect(place({}, { totalFen: 3_098 + off })).toEqual(refusal('price_changed', 'body.totalFen'))
})

test('refuses more money than one order may have, and takes exactly so much', () => {
  const priced = (priceFen: number) => selling({ skus: [{ skuId: skuId(1), options: {}, priceFen }] })
  const lines = [{ productId: productId(), skuId: skuId(1), quantity: 2 }]
  const total = (totalFen: number) => place(priced(totalFen / 2), { lines, totalFen })
  expect(total(amountMaxFen).ok).toBe(true)
  expect(total(amountMaxFen + 2)).toEqual(refusal('amount_limit', 'body.lines'))
})

test('what is placed is exactly what was asked, at the catalog’s prices, and its parts sum to the whole', () => {
  const amounts = fc.array(fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 50 })), {
    minLength: 1,
    maxLength: linesMax,
  })
  fc.assert(
    fc.property(amounts, fc.nat(5_000), (drawn, feeFen) => {
      const skus = drawn.map(([priceFen], at) => ({ skuId: skuId(at), options: {}, priceFen }))
      const lines = drawn.map(([, quantity], at) => ({ productId: productId(), skuId: skuId(at), quantity }))
      const totalFen = drawn.reduce((sum, [priceFen, quantity]) => sum + priceFen * quantity, feeFen)
      const stocks = byId(...drawn.map(([, quantity], at) => stockOf(at, quantity)))
      const settings = { ...shop.settings, shippingFee: { feeFen, regions: [] } }
      const order = placed({ ...selling({ skus }), stocks, shop: { ...shop, settings } }, { lines, totalFen })
      expect(order.goodsFen).toBe(order.lines.reduce((sum, { amountFen }) => sum + amountFen, 0))
      expect([order.shippingFeeFen, order.totalFen]).toEqual([feeFen, order.goodsFen + feeFen])
      expect(order.lines.map(({ quantity, unitPriceFen }) => [unitPriceFen, quantity])).toEqual(drawn)
      expect(Order.parse(order)).toEqual(order)
    }),
    { numRuns: 50 },
  )
})
