import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OrderEvent } from '../../domain/orders/events.ts'
import { cancelOrder } from '../../domain/orders/fulfil-order.ts'
import { requestAfterSales } from '../../domain/orders/open-after-sales.ts'
import { OrderTerms, type PaidOrder } from '../../domain/orders/order.ts'
import { settlePayment } from '../../domain/orders/pay-order.ts'
import { cancelAfterSales, rejectAfterSales } from '../../domain/orders/refund-order.ts'
import { addMinutes } from '../../domain/shared/time.ts'
import { listCustomerOrders, listShopOrders, listShopOrdersByAge } from '../../functions/orders/order-lists.ts'
import { loadOrder, orderWrites } from '../../functions/orders/order-store.ts'
import type { Database, Reader } from '../../functions/shared/storage.ts'
import { orderIn, payment, placedAt } from '../domain/orders/orders.ts'
import { afterSalesId, customerId, orderId, shopId } from '../domain/shared/ids.ts'
import { made, one } from '../domain/shared/made.ts'
import { memoryDatabase } from '../http-frame/world.ts'

type Some = { readonly shop: number; readonly customer: number; readonly minute: number }
const pageSize = 20
const numberOf = (order: { readonly orderId: string }) => Number(order.orderId.slice(4))

async function place(db: Database, number: number, { shop, customer, minute }: Some): Promise<void> {
  const ids = { orderId: orderId(number), shopId: shopId(shop), customerId: customerId(customer) }
  const at = addMinutes(placedAt, minute)
  const terms = OrderTerms.parse({ ...orderIn.awaiting_payment, ...ids, placedAt: at })
  const outcome = await db.transact(orderWrites(undefined, [{ type: 'order_placed', at, ...ids, terms }]))
  expect(outcome.kind).toBe('written')
}

async function move(db: Database, number: number, to: 'paid' | 'cancelled', shop = 1): Promise<void> {
  const order = await loadOrder(db, shopId(shop), orderId(number))
  if (order?.status !== 'awaiting_payment') throw new Error('It awaits payment')
  const events =
    to === 'paid'
      ? settlePayment(order, payment, null, true, payment.paidAt).events
      : cancelOrder(order, 'by_customer', payment.paidAt).events
  expect((await db.transact(orderWrites(order, events))).kind).toBe('written')
}

async function changeCases(db: Database, number: number, decide: (order: PaidOrder) => readonly OrderEvent[]) {
  const order = await loadOrder(db, shopId(1), orderId(number))
  if (!order || !('afterSales' in order)) throw new Error('It is paid')
  expect((await db.transact(orderWrites(order, decide(order)))).kind).toBe('written')
}

const requested = (order: PaidOrder): readonly OrderEvent[] => {
  const lines = order.lines.slice(0, 1).map(({ skuId }) => ({ skuId, quantity: 1, amountFen: 1 }))
  const about = { afterSalesId: afterSalesId(1), kind: 'refund_only', shippingFeeFen: 0, requestHash: 'hash' } as const
  return made(requestAfterSales(order, { ...about, lines, reason: '破损' }, order.customerId, payment.paidAt))
}
const firstCase = ({ afterSales }: PaidOrder) => one(afterSales)

async function databaseWith(orders: readonly Some[]) {
  const db = memoryDatabase()
  for (const [number, some] of orders.entries()) await place(db, number, some)
  return db
}

type Page = { readonly orders: readonly { readonly orderId: string }[]; readonly cursor?: string }
/** Numbers of the orders on all pages, in their order. */
async function all(ask: (page: { limit: number; cursor?: string }) => Promise<Page>, limit = pageSize) {
  const found: number[] = []
  let next: { readonly cursor?: string } = {}
  do {
    const { orders, ...rest } = await ask({ limit, ...next })
    found.push(...orders.map(numberOf))
    if (found.length > 1_000) throw new Error('The pages do not end')
    next = rest
  } while (next.cursor !== undefined)
  return found
}

/** Counts what is asked of the database, and what it reads for that. */
function counting(db: Reader) {
  const cost = { queries: 0, keysRead: 0, itemsRead: 0 }
  const reader: Reader = {
    ...db,
    async query(range) {
      const page = await db.query(range)
      cost.queries += 1
      cost.keysRead += page.items.length
      return page
    },
    async getMany(keys) {
      cost.itemsRead += keys.length
      return db.getMany(keys)
    },
  }
  return { reader, cost }
}

test('a list has every order that belongs to it once, newest first, whatever the page size', async () => {
  const some = fc.record({ shop: fc.integer({ min: 1, max: 2 }), customer: fc.nat(2), minute: fc.nat(5) })
  await fc.assert(
    fc.asyncProperty(
      fc.array(some, { maxLength: 30 }),
      fc.integer({ min: 1, max: 9 }),
      fc.tuple(fc.nat(5), fc.nat(6)),
      async (orders, limit, [first, length]) => {
        const db = await databaseWith(orders)
        const range = { from: addMinutes(placedAt, first), to: addMinutes(placedAt, first + length + 1) }
        const inRange = ({ minute }: Some) => minute >= first && minute <= first + length
        const wanted = (belongs: (one: Some) => boolean) =>
          [...orders.keys()]
            .filter((number) => belongs(orders[number] as Some))
            .toSorted((a, b) => (orders[b]?.minute ?? 0) - (orders[a]?.minute ?? 0) || b - a)
        const shop = shopId(1)
        const ofShop = (filter: Parameters<typeof listShopOrders>[2]) =>
          all((page) => listShopOrders(db, shop, filter, page), limit)
        expect(await ofShop({})).toEqual(wanted((one) => one.shop === 1))
        expect(await ofShop(range)).toEqual(wanted((one) => one.shop === 1 && inRange(one)))
        expect(await ofShop({ ...range, status: 'awaiting_payment' })).toEqual(
          wanted((one) => one.shop === 1 && inRange(one)),
        )
        expect(await ofShop({ status: 'paid' })).toEqual([])
        expect(await ofShop({ ...range, customerId: customerId(1) })).toEqual(
          wanted((one) => one.shop === 1 && one.customer === 1 && inRange(one)),
        )
        expect(await all((page) => listShopOrdersByAge(db, shop, range, page), limit)).toEqual(
          wanted((one) => one.shop === 1 && inRange(one)).toReversed(),
        )
        const mine = (filter: Parameters<typeof listCustomerOrders>[2]) =>
          all((page) => listCustomerOrders(db, customerId(1), filter, page), limit)
        expect(await mine({})).toHaveLength(orders.filter((one) => one.customer === 1).length)
        expect(await mine({ shopId: shop })).toEqual(wanted((one) => one.shop === 1 && one.customer === 1))
      },
    ),
    { numRuns: 60 },
  )
})

test('a list by status follows each order from one status to the next', async () => {
  const db = await databaseWith(Array.from({ length: 12 }, (_, minute) => ({ shop: 1, customer: 1, minute })))
  for (const number of [1, 4, 7]) await move(db, number, 'paid')
  for (const number of [2, 9]) await move(db, number, 'cancelled')
  const inStatus = (status: 'awaiting_payment' | 'paid' | 'cancelled', more = {}) =>
    all((page) => listShopOrders(db, shopId(1), { status, ...more }, page), 3)
  expect(await inStatus('paid')).toEqual([7, 4, 1])
  expect(await inStatus('cancelled')).toEqual([9, 2])
  expect(await inStatus('awaiting_payment')).toEqual([11, 10, 8, 6, 5, 3, 0])
  expect(await inStatus('paid', { customerId: customerId(1) })).toEqual([7, 4, 1])
  expect(await all((page) => listCustomerOrders(db, customerId(1), { status: 'cancelled' }, page), 3)).toEqual([9, 2])
  expect(await all((page) => listShopOrders(db, shopId(1), {}, page), 5)).toHaveLength(12)
})

test('what waits for the shop’s answer is listed by itself, until it is answered or taken back', async () => {
  const db = await databaseWith(Array.from({ length: 8 }, (_, minute) => ({ shop: 1, customer: minute % 2, minute })))
  const asked = [1, 2, 4, 7]
  for (const number of [0, ...asked]) await move(db, number, 'paid')
  for (const number of asked) await changeCases(db, number, requested)
  const waiting = (more = {}) =>
    all((page) => listShopOrders(db, shopId(1), { afterSales: 'unanswered', ...more }, page), 2)
  expect(await waiting()).toEqual([7, 4, 2, 1])
  expect(await waiting({ customerId: customerId(0) })).toEqual([4, 2])
  expect(await waiting({ status: 'paid', from: addMinutes(placedAt, 2), to: addMinutes(placedAt, 7) })).toEqual([4, 2])
  expect(await waiting({ status: 'shipped' })).toEqual([])
  const before = await db.query({ table: 'orders', index: 'unanswered', pk: await shardOf(db, 2), limit: 9 })
  await changeCases(db, 2, (order) =>
    made(rejectAfterSales(order, firstCase(order), '已经发货', customerId(900), payment.paidAt)),
  )
  await changeCases(db, 7, (order) => made(cancelAfterSales(order, firstCase(order), payment.paidAt)))
  expect(await waiting()).toEqual([4, 1])
  // An index that lags may still have it.
  const lagging: Reader = { ...db, query: async ({ pk }) => (pk === (await shardOf(db, 2)) ? before : { items: [] }) }
  const { orders } = await listShopOrders(lagging, shopId(1), { afterSales: 'unanswered' }, { limit: 9 })
  expect(orders.map(numberOf)).not.toContain(2)
})

test('orders that change their status between two pages come once or not at all, the others once', async () => {
  const scenario = fc.record({
    limit: fc.integer({ min: 1, max: 6 }),
    moving: fc.uniqueArray(fc.nat(14), { maxLength: 8 }),
    atPage: fc.integer({ min: 1, max: 4 }),
    status: fc.constantFrom('awaiting_payment', 'paid'),
  } as const)
  await fc.assert(
    fc.asyncProperty(scenario, async ({ limit, moving, atPage, status }) => {
      const db = await databaseWith(Array.from({ length: 15 }, (_, minute) => ({ shop: 1, customer: 1, minute })))
      const paidBefore = [0, 3, 6, 9, 12]
      for (const number of paidBefore) await move(db, number, 'paid')
      const nowPaid = moving.filter((number) => !paidBefore.includes(number))
      let asked = 0
      const found = await all(async (page) => {
        if (asked++ === atPage) for (const number of nowPaid) await move(db, number, 'paid')
        return listShopOrders(db, shopId(1), { status }, page)
      }, limit)
      expect(new Set(found).size).toBe(found.length)
      const stayed = Array.from({ length: 15 }, (_, number) => number).filter(
        (number) => !nowPaid.includes(number) && paidBefore.includes(number) === (status === 'paid'),
      )
      expect(found.filter((number) => !nowPaid.includes(number))).toEqual(stayed.toReversed())
    }),
    { numRuns: 40 },
  )
})

test('an index that lags shows no order in a status that it has left', async () => {
  const db = await databaseWith([{ shop: 1, customer: 1, minute: 0 }])
  const { items } = await db.query({ table: 'orders', index: 'by-shop-status', pk: await shardOf(db), limit: 1 })
  await move(db, 0, 'paid')
  const lagging: Reader = {
    ...db,
    query: async (range) =>
      range.index === 'by-shop-status' && range.pk === items[0]?.shopShardPk ? { items } : { items: [] },
  }
  expect(await listShopOrders(lagging, shopId(1), { status: 'awaiting_payment' }, { limit: 5 })).toEqual({ orders: [] })
})

/** The partition that an order is in. */
async function shardOf(db: Database, number = 0): Promise<string> {
  const item = await db.get({ table: 'orders', pk: `SHOP#${shopId(1)}#ORDER#${orderId(number)}`, sk: 'ORDER' })
  return String(item?.shopShardPk)
}

test.each([
  ['all', {}],
  ['of one status', { status: 'awaiting_payment' }],
  ['of some time', { from: placedAt, to: addMinutes(placedAt, 100_000) }],
  ['of one customer', { customerId: customerId(1) }],
] as const)('a page of orders %s costs the same in a shop of 1,000 as in one of 100', async (_, filter) => {
  const costOf = async (orders: number) => {
    const db = await databaseWith(Array.from({ length: orders }, (_, minute) => ({ shop: 1, customer: 1, minute })))
    const costs: unknown[] = []
    let next: { readonly cursor?: string } = {}
    for (let page = 0; page < 3; page++) {
      const { reader, cost } = counting(db)
      const { orders: found, ...rest } = await listShopOrders(reader, shopId(1), filter, { limit: 10, ...next })
      expect(found).toHaveLength(10)
      costs.push(cost)
      next = rest
    }
    return costs
  }
  const small = await costOf(100)
  expect(await costOf(1_000)).toEqual(small)
  const parts = 'customerId' in filter ? 1 : 4
  expect(small[0]).toEqual({ queries: parts, keysRead: parts * 12, itemsRead: 10 })
})

test('a change of an order that keeps its status touches no key of a list', async () => {
  const db = await databaseWith([{ shop: 1, customer: 1, minute: 0 }])
  const names = ['shopShardPk', 'shopCustomerPk', 'placedSk', 'statusSk']
  const key = { table: 'orders', pk: `SHOP#${shopId(1)}#ORDER#${orderId(0)}`, sk: 'ORDER' } as const
  const before = await db.get(key)
  await move(db, 0, 'paid')
  const after = await db.get(key)
  const changed = names.filter((name) => before?.[name] !== after?.[name])
  expect(changed).toEqual(['statusSk'])
})

test('a customer’s orders of one status fill their page, up to a bounded number of reads', async () => {
  const db = await databaseWith(Array.from({ length: 100 }, (_, minute) => ({ shop: 1, customer: 1, minute })))
  for (const number of [0, 70, 90, 95]) await move(db, number, 'paid')
  const { reader, cost } = counting(db)
  const paid = (page: { limit: number; cursor?: string }) =>
    listCustomerOrders(reader, customerId(1), { status: 'paid' }, page)
  const first = await paid({ limit: 10 })
  expect(first.orders.map(numberOf)).toEqual([95, 90, 70])
  expect(cost).toMatchObject({ queries: 5, itemsRead: 10 + 8 + 8 + 8 + 7 })
  expect(await all(paid, 10)).toEqual([95, 90, 70, 0])
  expect(await all(paid, 1)).toEqual([95, 90, 70, 0])
})
