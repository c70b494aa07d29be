import { expect, test } from 'vitest'
import { skusMax } from '../../domain/catalog/product.ts'
import { catalogEndpoints } from '../../functions/catalog/endpoints.ts'
import { toHangzhou, until } from '../../local/main-job/people.ts'
import { sharedBackend } from '../support/backend.ts'
import { signImage } from '../support/images.ts'
import { once } from '../support/once.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { refusalOf, send } from '../support/request.ts'
import { linesOf, newId, newPerson, newProduct, newShop, newStaff, order, type TestShop } from '../support/shop.ts'

const at = sharedBackend()

const setCategories = ({ shopId }: TestShop, token: string, categories: object[]) => ({
  method: 'PUT',
  path: `/v1/shops/${shopId}/categories`,
  token,
  body: { categories },
})
const edit = ({ shopId }: TestShop, productId: string, token: string, body: object) => ({
  method: 'PATCH',
  path: `/v1/shops/${shopId}/products/${productId}`,
  token,
  body,
})
const read = async ({ shopId }: TestShop, productId: string, token?: string) =>
  (await send(at, { method: 'GET', path: `/v1/shops/${shopId}/products/${productId}`, token })).body
const newCategory = (name: string) => ({ categoryId: newId('cat'), name })

async function shopWithProduct() {
  const shop = await newShop(at)
  return { shop, product: await newProduct(at, shop), owner: shop.owner.token }
}

test('anyone sees the categories of a shop in the order in which its people put them', async () => {
  const shop = await newShop(at)
  const staff = await newStaff(at, shop)
  const [tea, cups] = [newCategory('茶'), newCategory('杯')]
  const list = { method: 'GET', path: `/v1/shops/${shop.shopId}/categories` }
  expect((await send(at, list)).body).toEqual({ categories: [] })
  for (const categories of [[tea, cups], [cups, { ...tea, name: '春茶' }], [cups]]) {
    const reply = await send(at, setCategories(shop, staff.token, categories))
    expect([reply.status, reply.body]).toEqual([200, { categories }])
    expect((await send(at, list)).body).toEqual({ categories })
  }
})

test('a category lists its products that are on sale, newest first, page by page', async () => {
  const shop = await newShop(at)
  const { token } = shop.owner
  const [tea, cups] = [newCategory('茶'), newCategory('杯')]
  await send(at, setCategories(shop, token, [tea, cups]))
  const products = [await newProduct(at, shop), await newProduct(at, shop), await newProduct(at, shop)]
  const [first, second, third] = products.map(({ productId }) => productId)
  if (!first || !second || !third) throw new Error('Three products')
  for (const productId of [first, second, third])
    await send(at, edit(shop, productId, token, { categoryIds: [tea.categoryId, cups.categoryId] }))
  const page = async (query: string) => {
    const reply = await send(at, { method: 'GET', path: `/v1/shops/${shop.shopId}/products?${query}` })
    return reply.body as { items: { productId: string; categoryIds: string[] }[]; cursor?: string }
  }
  const listed = async ({ categoryId }: { categoryId: string }) =>
    (await page(`categoryId=${categoryId}`)).items.map(({ productId }) => productId)
  const becomes = (category: { categoryId: string }, wanted: string[]) =>
    until(`the category lists ${wanted.length}`, async () => {
      const found = await listed(category)
      return found.length === wanted.length ? (expect(found).toEqual(wanted) ?? true) : undefined
    })
  await becomes(tea, [third, second, first])
  const start = await page(`categoryId=${tea.categoryId}&limit=2`)
  const end = await page(`categoryId=${tea.categoryId}&limit=2&cursor=${start.cursor}`)
  expect([...start.items, ...end.items].map(({ productId }) => productId)).toEqual([third, second, first])

  await send(at, edit(shop, second, token, { categoryIds: [cups.categoryId] }))
  const publication = { path: `/v1/shops/${shop.shopId}/products/${third}/publication`, token }
  await send(at, { method: 'DELETE', ...publication })
  await becomes(tea, [first])
  await becomes(cups, [second, first])
  await send(at, { method: 'POST', ...publication })
  await becomes(tea, [third, first])
  expect(await listed(newCategory('无'))).toEqual([])
})

test('an edit changes what it names, twice sent once, and takes away what it names with null', async () => {
  const { shop, product, owner } = await shopWithProduct()
  const { productId, skuId } = product
  const added = { skuId: newId('sku'), options: { 茶: '白' }, priceFen: 100 }
  const body = {
    title: '秋茶',
    nonGoods: true,
    replenishmentDays: 30,
    skus: [{ skuId, priceFen: 9_900, costFen: 4_000, lowStockAt: 3 }],
    newSkus: [added],
  }
  const first = await send(at, edit(shop, productId, owner, body))
  const changed = { skuId, options: { 茶: '乌龙' }, priceFen: 9_900, lowStockAt: 3, costFen: 4_000 }
  const { skus: _, newSkus: __, ...fields } = body
  expect([first.status, first.body]).toEqual([
    200,
    {
      ...fields,
      productId,
      shopId: shop.shopId,
      status: 'on_sale',
      description: '',
      categoryIds: [],
      imageIds: [],
      imagePaths: [],
      skus: [changed, added],
    },
  ])
  const version = async () =>
    (await at.database.get({ table: 'catalog', pk: `SHOP#${shop.shopId}#PRODUCT#${productId}`, sk: 'PRODUCT' }))
      ?.version
  const before = await version()
  expect((await send(at, edit(shop, productId, owner, body))).body).toEqual(first.body)
  expect(await version()).toBe(before)
  expect(await read(shop, productId)).toMatchObject({ skus: [{ available: 10 }, { ...added, available: 0 }] })
  const none = { replenishmentDays: null, skus: [{ skuId, costFen: null, lowStockAt: null }] }
  await send(at, edit(shop, productId, owner, none))
  expect(JSON.stringify(await read(shop, productId, owner))).not.toMatch(/costFen|lowStockAt|replenishmentDays|null/)
})

test('what a unit costs and a referrer earns is shown to the owner alone, and what is set for the shop to its people', async () => {
  const { shop, product, owner } = await shopWithProduct()
  const { productId, skuId } = product
  const staff = await newStaff(at, shop)
  const body = { replenishmentDays: 45, commissionRateBps: 2_345, skus: [{ skuId, costFen: 4_321, lowStockAt: 2 }] }
  expect((await send(at, edit(shop, productId, owner, body))).text).toContain('4321')
  const byStaff = await send(at, edit(shop, productId, staff.token, { title: '新茶' }))
  expect(byStaff.status).toBe(200)
  const seenBy = async (token?: string) => JSON.stringify(await read(shop, productId, token))
  const inList = await send(at, { method: 'GET', path: `/v1/shops/${shop.shopId}/products`, token: owner })
  for (const text of [byStaff.text, await seenBy(), await seenBy(staff.token), inList.text])
    expect(text).not.toMatch(/cost|4321|commission|2345/)
  expect(await read(shop, productId, staff.token)).toMatchObject({ replenishmentDays: 45, skus: [{ lowStockAt: 2 }] })
  for (const token of [undefined, (await newPerson(at)).token, (await newShop(at)).owner.token])
    expect(await seenBy(token)).not.toMatch(/commission|lowStock|cost/)
  expect(await read(shop, productId, owner)).toMatchObject({ commissionRateBps: 2_345, skus: [{ costFen: 4_321 }] })
})

test('an order keeps the price that it was placed at, and the next one is placed at the new price', async () => {
  const { shop, product, owner } = await shopWithProduct()
  const buyer = await newPerson(at)
  const { orderId } = await order(at, shop, buyer, product)
  const { skuId, productId, priceFen } = product
  await send(at, edit(shop, productId, owner, { skus: [{ skuId, priceFen: priceFen + 1 }] }))
  const orders = { path: `/v1/shops/${shop.shopId}/orders`, token: buyer.token }
  const placed = await send(at, { method: 'GET', ...orders, path: `${orders.path}/${orderId}` })
  expect(placed.body).toMatchObject({ totalFen: priceFen, lines: [{ unitPriceFen: priceFen }] })
  const place = (totalFen: number) =>
    send(at, {
      method: 'POST',
      ...orders,
      body: { orderId: newId('ord'), lines: linesOf(product), totalFen, delivery: toHangzhou },
    })
  expect(refusalOf(await place(priceFen))).toBe('409 price_changed body.totalFen')
  expect((await place(priceFen + 1)).status).toBe(201)
})

// What refuses stays as it is: the next case may ask it too.
const sharedProduct = once(shopWithProduct)
const editCase = (body: (skuId: string) => object, field: string) => async () => {
  const { shop, product, owner } = await sharedProduct()
  return { ...edit(shop, product.productId, owner, body(product.skuId)), field }
}
const newSku = (skuId = newId('sku')) => ({ skuId, options: {}, priceFen: 1 })

testRefusals(
  {
    'edit-product': catalogEndpoints['edit-product'],
    'set-categories': catalogEndpoints['set-categories'],
    'list-categories': catalogEndpoints['list-categories'],
  },
  {
    'edit-product': {
      product_not_found: async () => {
        const { shop } = await sharedProduct()
        return edit(shop, newId('prd'), shop.owner.token, { title: '茶' })
      },
      category_not_found: editCase(() => ({ categoryIds: [newId('cat')] }), 'body.categoryIds.0'),
      image_not_found: editCase(() => ({ imageIds: [newId('img')] }), 'body.imageIds.0'),
      image_not_uploaded: async () => {
        const { shop, product, owner } = await sharedProduct()
        const { imageId } = await signImage(at, shop)
        return { ...edit(shop, product.productId, owner, { imageIds: [imageId] }), field: 'body.imageIds.0' }
      },
      owner_only_field: async () => {
        const { shop, product } = await sharedProduct()
        const { token } = await newStaff(at, shop)
        const costs = { skus: [{ skuId: product.skuId, costFen: 1 }] }
        return { ...edit(shop, product.productId, token, costs), field: 'body.skus.0.costFen' }
      },
      sku_not_found: editCase(() => ({ skus: [{ skuId: newId('sku'), priceFen: 1 }] }), 'body.skus.0.skuId'),
      sku_id_repeated: editCase((skuId) => ({ skus: [{ skuId }, { skuId }] }), 'body.skus.1.skuId'),
      sku_id_reused: editCase((skuId) => ({ newSkus: [newSku(skuId)] }), 'body.newSkus.0.skuId'),
      sku_limit: editCase(() => ({ newSkus: Array.from({ length: skusMax }, () => newSku()) }), 'body.newSkus'),
    },
    'set-categories': {
      category_id_repeated: async () => {
        const { shop } = await sharedProduct()
        const tea = newCategory('茶')
        const request = setCategories(shop, shop.owner.token, [tea, { ...tea, name: '杯' }])
        return { ...request, field: 'body.categories.1.categoryId' }
      },
      category_name_repeated: async () => {
        const { shop } = await sharedProduct()
        const request = setCategories(shop, shop.owner.token, [newCategory('茶'), newCategory('茶')])
        return { ...request, field: 'body.categories.1.name' }
      },
    },
    'list-categories': {},
  },
  () => at,
)
