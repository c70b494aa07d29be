import { expect, test } from 'vitest'
import { receivedMax } from '../../domain/catalog/stock.ts'
import { catalogEndpoints } from '../../functions/catalog/endpoints.ts'
import { readStock } from '../../local/main-job/figures.ts'
import { until } from '../../local/main-job/people.ts'
import { sharedBackend } from '../support/backend.ts'
import { signImage } from '../support/images.ts'
import { once } from '../support/once.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { refusalOf, send } from '../support/request.ts'
import { newId, newPerson, newProduct, newShop, newStaff, type TestShop } from '../support/shop.ts'

const at = sharedBackend()

const path = (shopId: string, rest = '') => `/v1/shops/${shopId}/products${rest}`
const draftBody = (over: object = {}) => ({
  productId: newId('prd'),
  title: '春茶礼盒',
  description: '明前',
  skus: [{ skuId: newId('sku'), options: { 茶: '茉莉', 规格: '100g' }, priceFen: 12_800 }],
  ...over,
})
const draft = ({ shopId }: TestShop, token: string, body: object) => ({
  method: 'POST',
  path: path(shopId),
  token,
  body,
})
const move = ({ shopId }: TestShop, productId: string, token: string, body: object) => ({
  method: 'POST',
  path: path(shopId, `/${productId}/stock-moves`),
  token,
  body,
})
const moveBody = (skuId: string, over: object = {}) => ({
  moveId: newId('mov'),
  skuId,
  kind: 'receive',
  quantity: 5,
  reason: '到货',
  ...over,
})

test('a draft is seen by the shop’s people only, until it is published, and again when it is withdrawn', async () => {
  const shop = await newShop(at)
  const staff = await newStaff(at, shop)
  const body = draftBody()
  const drafted = await send(at, draft(shop, staff.token, body))
  expect(drafted).toMatchObject({ status: 201, body: { productId: body.productId, draftedAt: expect.any(String) } })
  const product = { method: 'GET', path: path(shop.shopId, `/${body.productId}`) }
  const publication = { path: `${product.path}/publication`, token: staff.token }
  expect(refusalOf(await send(at, product))).toBe('404 product_not_found')
  expect((await send(at, { ...product, token: staff.token })).status).toBe(200)
  for (let again = 0; again < 2; again++)
    expect(await send(at, { method: 'POST', ...publication })).toMatchObject({
      status: 200,
      body: { productId: body.productId, status: 'on_sale' },
    })
  const { skus, ...text } = body
  const [sku] = skus
  expect((await send(at, product)).body).toEqual({
    ...text,
    shopId: shop.shopId,
    status: 'on_sale',
    categoryIds: [],
    imageIds: [],
    imagePaths: [],
    nonGoods: false,
    skus: [{ ...sku, available: 0 }],
  })
  const listed = await until('the list shows it', async () => {
    const { items } = (await send(at, { method: 'GET', path: path(shop.shopId) })).body as { items: unknown[] }
    return items.length === 1 ? items : undefined
  })
  expect(listed).toEqual([
    { ...body, shopId: shop.shopId, status: 'on_sale', categoryIds: [], imageIds: [], imagePaths: [], nonGoods: false },
  ])
  for (let again = 0; again < 2; again++)
    expect(await send(at, { method: 'DELETE', ...publication })).toMatchObject({ body: { status: 'off_shelf' } })
  expect(refusalOf(await send(at, product))).toBe('404 product_not_found')
})

test('a list goes on where its page ended, newest first', async () => {
  const shop = await newShop(at)
  const published: string[] = []
  for (let number = 0; number < 5; number++) published.unshift((await newProduct(at, shop)).productId)
  const list = async (query: string) =>
    (await send(at, { method: 'GET', path: path(shop.shopId, query) })).body as {
      items: { productId: string }[]
      cursor?: string
    }
  const first = await until('all are listed', async () => {
    const { items } = await list('')
    return items.length === published.length ? list('?limit=3') : undefined
  })
  const second = await list(`?limit=3&cursor=${first.cursor}`)
  expect([...first.items, ...second.items].map(({ productId }) => productId)).toEqual(published)
  expect(second.cursor).toBeUndefined()
})

test('stock comes in and is written off with a reason; what is bought is counted by where it is', async () => {
  const shop = await newShop(at)
  const { productId, skuId } = await newProduct(at, shop, { units: 7 })
  const body = moveBody(skuId, { kind: 'write_off', quantity: 2, reason: '破损' })
  const moved = await send(at, move(shop, productId, shop.owner.token, body))
  const { customerId: movedBy } = shop.owner
  expect(moved).toMatchObject({ status: 201, body: { ...body, movedBy, movedAt: expect.any(String) } })
  const { body: stock } = await send(at, {
    method: 'GET',
    path: path(shop.shopId, `/${productId}/stock`),
    token: shop.owner.token,
  })
  expect(stock).toEqual({ productId, skus: [{ skuId, received: 7, writtenOff: 2, onHand: 5, held: 0, sold: 0 }] })
})

test('a move that is sent five times at once moves stock once', async () => {
  const shop = await newShop(at)
  const { productId, skuId } = await newProduct(at, shop, { units: 1 })
  const body = moveBody(skuId)
  const request = move(shop, productId, shop.owner.token, body)
  const replies = await Promise.all(Array.from({ length: 5 }, () => send(at, request)))
  expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
  expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
  expect(await readStock(at, shop.owner, shop.shopId, productId)).toMatchObject({ received: 6, onHand: 6 })
})

test('a draft that is sent again gets the first answer, when it has been published since, too', async () => {
  const shop = await newShop(at)
  const staff = await newStaff(at, shop)
  const body = draftBody()
  const first = await send(at, draft(shop, shop.owner.token, body))
  await send(at, {
    method: 'POST',
    path: path(shop.shopId, `/${body.productId}/publication`),
    token: shop.owner.token,
  })
  for (const { token } of [shop.owner, staff]) {
    const again = await send(at, draft(shop, token, body))
    expect([again.status, again.body]).toEqual([201, first.body])
  }
})

test('one id may be used in two shops', async () => {
  const body = draftBody()
  for (const shop of [await newShop(at), await newShop(at)])
    expect((await send(at, draft(shop, shop.owner.token, body))).status).toBe(201)
})

/** A shop as it is after its owner closed it. */
async function closedShop(): Promise<TestShop> {
  const shop = await newShop(at)
  await at.database.set({ table: 'shops', pk: `SHOP#${shop.shopId}`, sk: 'SHOP' }, { status: 'closed' })
  return shop
}
// What refuses stays as it is: the next case may ask it too.
const sharedShop = once(() => newShop(at))
const sharedProduct = once(async () => newProduct(at, await sharedShop(), { units: 3 }))
const unknown = async (method: string, rest: string) => {
  const shop = await sharedShop()
  return { method, path: path(shop.shopId, `/${newId('prd')}${rest}`), token: shop.owner.token }
}

/** Without those of the other test files. */
const {
  'edit-product': _edit,
  'set-categories': _set,
  'list-categories': _list,
  'list-low-stock': _low,
  'list-catalog': _catalog,
  'list-stock-moves': _moves,
  'presign-image': _image,
  'start-flash-sale': _start,
  'end-flash-sale': _end,
  ...endpoints
} = catalogEndpoints

testRefusals(
  endpoints,
  {
    'draft-product': {
      product_id_reused: async () => {
        const shop = await sharedShop()
        const body = draftBody()
        await send(at, draft(shop, shop.owner.token, body))
        return { ...draft(shop, shop.owner.token, { ...body, title: '秋茶' }), field: 'body.productId' }
      },
      sku_id_repeated: async () => {
        const shop = await sharedShop()
        const [sku] = draftBody().skus
        return { ...draft(shop, shop.owner.token, draftBody({ skus: [sku, sku] })), field: 'body.skus.1.skuId' }
      },
      category_not_found: async () => {
        const shop = await sharedShop()
        const body = draftBody({ categoryIds: [newId('cat')] })
        return { ...draft(shop, shop.owner.token, body), field: 'body.categoryIds.0' }
      },
      image_not_found: async () => {
        const shop = await sharedShop()
        return { ...draft(shop, shop.owner.token, draftBody({ imageIds: [newId('img')] })), field: 'body.imageIds.0' }
      },
      image_not_uploaded: async () => {
        const shop = await sharedShop()
        const { imageId } = await signImage(at, shop)
        return { ...draft(shop, shop.owner.token, draftBody({ imageIds: [imageId] })), field: 'body.imageIds.0' }
      },
      owner_only_field: async () => {
        const shop = await sharedShop()
        const [sku] = draftBody().skus
        const body = draftBody({ skus: [{ ...sku, costFen: 1 }] })
        return { ...draft(shop, (await newStaff(at, shop)).token, body), field: 'body.skus.0.costFen' }
      },
      shop_closed: async () => {
        const shop = await closedShop()
        return draft(shop, shop.owner.token, draftBody())
      },
    },
    'list-products': {},
    'get-product': { product_not_found: () => unknown('GET', '') },
    'publish-product': { product_not_found: () => unknown('POST', '/publication') },
    'withdraw-product': { product_not_found: () => unknown('DELETE', '/publication') },
    'move-stock': {
      sku_not_found: async () => {
        const shop = await sharedShop()
        const { productId } = await sharedProduct()
        return { ...move(shop, productId, shop.owner.token, moveBody(newId('sku'))), field: 'body.skuId' }
      },
      stock_move_id_reused: async () => {
        const shop = await sharedShop()
        const { productId, skuId } = await newProduct(at, shop)
        const body = moveBody(skuId)
        await send(at, move(shop, productId, shop.owner.token, body))
        return { ...move(shop, productId, shop.owner.token, { ...body, quantity: 6 }), field: 'body.moveId' }
      },
      insufficient_stock: async () => {
        const shop = await sharedShop()
        const { productId, skuId } = await sharedProduct()
        const body = moveBody(skuId, { kind: 'write_off', quantity: 4 })
        return { ...move(shop, productId, shop.owner.token, body), field: 'body.quantity' }
      },
      stock_limit: async () => {
        const shop = await sharedShop()
        const { productId, skuId } = await newProduct(at, shop)
        const key = { table: 'catalog', pk: `SHOP#${shop.shopId}#PRODUCT#${productId}`, sk: `STOCK#${skuId}` } as const
        await at.database.set(key, { received: receivedMax, onHand: receivedMax })
        return { ...move(shop, productId, shop.owner.token, moveBody(skuId)), field: 'body.quantity' }
      },
    },
    'get-stock': { product_not_found: () => unknown('GET', '/stock') },
  },
  () => at,
)

test('another shop’s owner finds no product of this one, by its own shop either', async () => {
  const shop = await newShop(at)
  const { productId } = await newProduct(at, shop)
  const other = await newShop(at)
  const { token } = await newPerson(at)
  const stock = (shopId: string) => ({ method: 'GET', path: path(shopId, `/${productId}/stock`) })
  expect(refusalOf(await send(at, { ...stock(shop.shopId), token }))).toBe('404 not_found')
  expect(refusalOf(await send(at, { ...stock(other.shopId), token: other.owner.token }))).toBe('404 product_not_found')
})
