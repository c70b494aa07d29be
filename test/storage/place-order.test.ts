import { expect, test } from 'vitest'
import { editProduct } from '../../domain/catalog/edit-product.ts'
import { type ProductEvent, withdrawProduct } from '../../domain/catalog/product.ts'
import { changeStock } from '../../domain/catalog/stock.ts'
import { openShop } from '../../domain/shops/open-shop.ts'
import { loadStocks } from '../../functions/catalog/load-stocks.ts'
import { productWrites } from '../../functions/catalog/product-store.ts'
import { stockWrites } from '../../functions/catalog/stock-parts-store.ts'
import { createStock } from '../../functions/catalog/stock-store.ts'
import { loadOpenHolds } from '../../functions/orders/hold-store.ts'
import { placeOrder } from '../../functions/orders/place-order.ts'
import { createSealedFields } from '../../functions/shared/sealed-field.ts'
import type { Database, Write } from '../../functions/shared/storage.ts'
import { shopWrites } from '../../functions/shops/shop-store.ts'
import { placedAt, product } from '../domain/orders/orders.ts'
import { customerId, orderId, productId, shopId, skuId, stockMoveId } from '../domain/shared/ids.ts'
import { made } from '../domain/shared/made.ts'
import { memoryDatabase } from '../http-frame/world.ts'
import { contextOf } from '../support/context.ts'

const owner = customerId(900)
const fields = createSealedFields({ inUse: 'k', keys: { k: Buffer.alloc(32, 1).toString('base64') } })

/** A shop with the product on sale and three units of its first variant. */
async function openedShop(): Promise<Database> {
  const db = memoryDatabase()
  const write = async (writes: readonly Write[]) => expect(await db.transact(writes)).toEqual({ kind: 'written' })
  const opening = { shopId: shopId(), ownerId: owner, name: '茶', requestHash: 'hash' }
  await write(shopWrites(undefined, made(openShop(undefined, opening, 0, placedAt))))
  const { version: _version, status: _status, publishedAt: _published, ...drafted } = product
  await write(productWrites(undefined, [{ type: 'product_drafted', at: placedAt, product: drafted }]))
  const draft = { ...drafted, status: 'draft', version: 1 } as const
  await write(productWrites(draft, [{ type: 'product_published', at: placedAt }]))
  const variant = { shopId: shopId(), productId: productId(), skuId: skuId(1) }
  await write([createStock(variant)])
  const stocks = await loadStocks(db, shopId(), [variant])
  await write(stockWrites(shopId(), stocks, [changeStock('receive', { ...variant, quantity: 3 })], stockMoveId()))
  return db
}

/** Places an order for a unit; before its transaction comes, so much happens to the product. */
async function place(meanwhile: readonly ProductEvent[]) {
  const opened = await openedShop()
  let isMeanwhile = meanwhile.length > 0
  const db: Database = {
    ...opened,
    async transact(writes) {
      if (isMeanwhile) await opened.transact(productWrites(product, meanwhile))
      isMeanwhile = false
      return opened.transact(writes)
    },
  }
  const lines = [{ productId: productId(), skuId: skuId(1), quantity: 1 }]
  const body = { orderId: orderId(), lines, totalFen: 1_299, delivery: { kind: 'virtual' as const } }
  const caller = { customerId: customerId(1), sessionId: 'ses', isOperator: false }
  const raw = { headers: {}, body: Buffer.alloc(0) }
  const context = { ...contextOf(db, () => placedAt), pause: async () => undefined, fields, isSecondLevelOn: false }
  const answer = await placeOrder.handle({ path: { shopId: shopId() }, query: undefined, body, caller, raw }, context)
  return { told: answer.ok ? answer.reply.lines[0]?.unitPriceFen : answer.refusal.code, db: opened }
}

test('an order is placed at the price and of the product as they are when it is written', async () => {
  expect((await place([])).told).toBe(1_299)
  const dearer = { skus: [{ skuId: skuId(1), priceFen: 1_300 }] }
  expect((await place(made(editProduct(product, dearer, owner, placedAt)))).told).toBe('price_changed')
  expect((await place(made(withdrawProduct(product, placedAt)))).told).toBe('product_not_for_sale')
})

test('an order that is open counts against its buyer in its own shop, and in no other', async () => {
  const { db } = await place([])
  const counted = (shop: number, customer: number) =>
    loadOpenHolds(db, { shopId: shopId(shop), customerId: customerId(customer) })
  expect([await counted(1, 1), await counted(1, 2), await counted(2, 1)]).toEqual([1, undefined, undefined])
})
