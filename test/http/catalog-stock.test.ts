import { expect, test } from 'vitest'
import { catalogEndpoints } from '../../functions/catalog/endpoints.ts'
import { until } from '../../local/main-job/people.ts'
import { sharedBackend } from '../support/backend.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { send } from '../support/request.ts'
import { newId, newPerson, newProduct, newShop, newStaff, order, type TestShop } from '../support/shop.ts'

const at = sharedBackend()

type Page<Item> = { readonly items: Item[]; readonly cursor?: string }
type Low = { readonly productId: string; readonly title: string; readonly skus: object[] }

const lowStock = async ({ shopId, owner }: TestShop, query = '') =>
  (await send(at, { method: 'GET', path: `/v1/shops/${shopId}/low-stock${query}`, token: owner.token }))
    .body as Page<Low>
const move = ({ shopId, owner }: TestShop, productId: string, body: object, token = owner.token) =>
  send(at, { method: 'POST', path: `/v1/shops/${shopId}/products/${productId}/stock-moves`, token, body })
const moveBody = (skuId: string, kind: string, quantity: number) => ({
  moveId: newId('mov'),
  skuId,
  kind,
  quantity,
  reason: '盘点',
})
const watch = ({ shopId, owner }: TestShop, productId: string, skuId: string, lowStockAt: number | null) => {
  const path = `/v1/shops/${shopId}/products/${productId}`
  return send(at, { method: 'PATCH', path, token: owner.token, body: { skus: [{ skuId, lowStockAt }] } })
}
const listed = (shop: TestShop, count: number) =>
  until(`${count} products are low`, async () => {
    const page = await lowStock(shop)
    return page.items.length === count ? page : undefined
  })

test('a variant is in the list as soon as an order or a move leaves few, and out of it when units come', async () => {
  const shop = await newShop(at)
  const { productId, skuId, ...rest } = await newProduct(at, shop, { units: 5, title: '白茶' })
  await watch(shop, productId, skuId, 5)
  const low = (onHand: number, held: number, lowStockAt = 4) => ({
    items: [{ productId, title: '白茶', skus: [{ skuId, options: { 茶: '乌龙' }, lowStockAt, onHand, held }] }],
  })
  // From here on the index has the product; the threshold it shows may be the one before.
  expect(await listed(shop, 1)).toEqual(low(5, 0, 5))
  await watch(shop, productId, skuId, 4)
  await listed(shop, 0)
  await order(at, shop, await newPerson(at), { productId, skuId, ...rest })
  expect(await lowStock(shop)).toEqual(low(4, 1))
  await move(shop, productId, moveBody(skuId, 'receive', 1))
  expect(await lowStock(shop)).toEqual({ items: [] })
  await move(shop, productId, moveBody(skuId, 'write_off', 3))
  expect(await lowStock(shop)).toEqual(low(2, 1))
  await watch(shop, productId, skuId, null)
  expect(await listed(shop, 0)).toEqual({ items: [] })
})

test('the list goes on behind products that have enough, and leaves out what is not on sale', async () => {
  const shop = await newShop(at)
  const products = [await newProduct(at, shop), await newProduct(at, shop), await newProduct(at, shop)]
  const [enough, low, withdrawn] = products
  if (!enough || !low || !withdrawn) throw new Error('Three products')
  for (const { productId, skuId } of products) await watch(shop, productId, skuId, 10)
  await listed(shop, 3)
  await move(shop, enough.productId, moveBody(enough.skuId, 'receive', 1))
  await send(at, {
    method: 'DELETE',
    path: `/v1/shops/${shop.shopId}/products/${withdrawn.productId}/publication`,
    token: shop.owner.token,
  })
  await listed(shop, 1)
  const first = await lowStock(shop, '?limit=1')
  expect(first.items.map(({ productId }) => productId)).toEqual([low.productId])
  const rest = await lowStock(shop, `?limit=1&cursor=${first.cursor}`)
  expect(rest).toEqual({ items: [] })
})

test('moves are listed newest first with reason and author, page by page, to the shop’s people', async () => {
  const shop = await newShop(at)
  const staff = await newStaff(at, shop)
  const { productId, skuId } = await newProduct(at, shop, { units: 9 })
  const taken = moveBody(skuId, 'write_off', 2)
  await move(shop, productId, taken, staff.token)
  const path = `/v1/shops/${shop.shopId}/products/${productId}/stock-moves`
  const list = async (query: string) =>
    (await send(at, { method: 'GET', path: `${path}${query}`, token: staff.token })).body as Page<object>
  const { items } = await list('')
  expect(items).toEqual([
    { ...taken, movedBy: staff.customerId, movedAt: expect.any(String) },
    expect.objectContaining({ kind: 'receive', quantity: 9, movedBy: shop.owner.customerId }),
  ])
  const first = await list('?limit=1')
  const second = await list(`?limit=1&cursor=${first.cursor}`)
  expect([...first.items, ...second.items]).toEqual(items)
})

test('the catalog has drafts and what is off the shelf, with the units of all variants, newest first', async () => {
  const shop = await newShop(at)
  const staff = await newStaff(at, shop)
  const read = async (query = '', token = staff.token) =>
    (await send(at, { method: 'GET', path: `/v1/shops/${shop.shopId}/catalog${query}`, token })).body as Page<{
      readonly productId: string
    }>
  const onSale = await newProduct(at, shop, { units: 5 })
  const path = `/v1/shops/${shop.shopId}/products`
  const body = {
    productId: newId('prd'),
    title: '未上架',
    commissionRateBps: 500,
    skus: [{ skuId: newId('sku'), options: {}, priceFen: 100, costFen: 40, lowStockAt: 2 }],
  }
  await send(at, { method: 'POST', path, token: shop.owner.token, body })
  await order(at, shop, await newPerson(at), onSale, 2)
  const { items } = await until('both products are in the index', async () => {
    const page = await read()
    return page.items.length === 2 ? page : undefined
  })
  const stock = { onHand: 3, held: 2, sold: 0 }
  const ofDraft = { productId: body.productId, status: 'draft', stock: { onHand: 0, held: 0, sold: 0 } }
  expect(items).toMatchObject([ofDraft, { productId: onSale.productId, status: 'on_sale', stock, isFlashSale: false }])
  expect(JSON.stringify(items)).not.toMatch(/costFen|commissionRateBps/)
  const ofOwner = await read('', shop.owner.token)
  expect(ofOwner.items[0]).toMatchObject({ commissionRateBps: 500, skus: [{ costFen: 40, lowStockAt: 2 }] })

  await send(at, { method: 'DELETE', path: `${path}/${onSale.productId}/publication`, token: staff.token })
  const first = await read('?limit=1')
  await until(
    'the index has it off the shelf',
    async () => JSON.stringify(await read()).includes('off_shelf') || undefined,
  )
  const second = await read(`?limit=1&cursor=${first.cursor}`)
  expect([...first.items, ...second.items].map(({ productId }) => productId)).toEqual([
    body.productId,
    onSale.productId,
  ])
})

testRefusals(
  {
    'list-low-stock': catalogEndpoints['list-low-stock'],
    'list-catalog': catalogEndpoints['list-catalog'],
    'list-stock-moves': catalogEndpoints['list-stock-moves'],
  },
  {
    'list-low-stock': {},
    'list-catalog': {},
    'list-stock-moves': {
      product_not_found: async () => {
        const { shopId, owner } = await newShop(at)
        return { method: 'GET', path: `/v1/shops/${shopId}/products/${newId('prd')}/stock-moves`, token: owner.token }
      },
    },
  },
  () => at,
)
