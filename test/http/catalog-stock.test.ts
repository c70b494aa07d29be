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

testRefusals(
  {
    'list-low-stock': catalogEndpoints['list-low-stock'],
    'list-stock-moves': catalogEndpoints['list-stock-moves'],
  },
  {
    'list-low-stock': {},
    'list-stock-moves': {
      product_not_found: async () => {
        const { shopId, owner } = await newShop(at)
        return { method: 'GET', path: `/v1/shops/${shopId}/products/${newId('prd')}/stock-moves`, token: owner.token }
      },
    },
  },
  () => at,
)
