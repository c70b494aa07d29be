import { beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { posterLayout } from '../../domain/referrals/poster.ts'
import { postersEndpoints } from '../../functions/referrals/posters-endpoints.ts'
import { type Person, shareLink } from '../../local/main-job/people.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'
import { uploadImage } from '../support/images.ts'
import { pixelsOf } from '../support/png.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { send } from '../support/request.ts'
import { newPerson, newProduct, newShop, type TestShop } from '../support/shop.ts'

let at: OwnBackend
beforeAll(async () => {
  at = await startOwnBackend()
  return () => at.close()
})

const codePath = '/wxa/getwxacodeunlimit'
const failing = (errcode: number) =>
  // The two languages of a refusal are two calls.
  at.wechat.setFaults({ callFaults: [{ path: codePath, times: 2, effect: { kind: 'errcode', errcode } }] })

async function scene() {
  at.wechat.setFaults({ callFaults: [] })
  const shop = await newShop(at)
  const product = await newProduct(at, shop)
  const referrer = await newPerson(at, '推荐人')
  const code = await shareLink(at, referrer, shop.shopId, product.productId, 'poster')
  return { shop, product, referrer, code }
}
const request = ({ shopId }: TestShop, code: string, { token }: Person) => ({
  method: 'GET',
  path: `/v1/shops/${shopId}/links/${code}/poster`,
  token,
})
const edit = ({ shopId, owner }: TestShop, productId: string, body: object) =>
  send(at, { method: 'PATCH', path: `/v1/shops/${shopId}/products/${productId}`, token: owner.token, body })

const sizes = [false, true].map((hasPicture) => {
  const { widthPx, heightPx } = posterLayout({ title: '', pricesFen: [] }, { hasPicture })
  return [widthPx, heightPx]
})

test('a poster is made once, shows the picture once the product has one, and has another address with another price', async () => {
  const { shop, product, referrer, code } = await scene()
  const ask = async (person = referrer) => {
    const { status, body } = await send(at, request(shop, code, person))
    expect([status, body]).toEqual([200, { path: expect.stringContaining(`/images/${shop.shopId}/posters/${code}-`) }])
    return z.object({ path: z.string() }).parse(body).path
  }
  const sizeOf = async (path: string) => {
    const served = await fetch(`${at.apiUrl}${path}`)
    expect([served.status, served.headers.get('content-type')]).toEqual([200, 'image/png'])
    const { widthPx, heightPx } = pixelsOf(Buffer.from(await served.arrayBuffer()))
    return [widthPx, heightPx]
  }
  const bare = await ask()
  expect(await sizeOf(bare)).toEqual(sizes[0])
  // WeChat is not asked again: it would refuse.
  failing(45009)
  expect(await ask(shop.owner)).toBe(bare)
  const { imageId } = await uploadImage(at, shop)
  expect((await edit(shop, product.productId, { imageIds: [imageId] })).status).toBe(200)
  const pictured = await ask()
  expect(pictured).not.toBe(bare)
  expect(await sizeOf(pictured)).toEqual(sizes[1])
  const skus = [{ skuId: product.skuId, options: { 茶: '乌龙' }, priceFen: 9_900 }]
  expect((await edit(shop, product.productId, { skus })).status).toBe(200)
  const dearer = await ask()
  expect([bare, pictured]).not.toContain(dearer)
  expect(await ask()).toBe(dearer)
})

test('a link to the shop has a poster too', async () => {
  const { shop, referrer } = await scene()
  const path = `/v1/shops/${shop.shopId}/links`
  const link = await send(at, { method: 'POST', path, token: referrer.token, body: { channel: 'poster' } })
  const { code } = z.object({ code: z.string() }).parse(link.body)
  expect((await send(at, request(shop, code, referrer))).status).toBe(200)
})

async function refusing(errcode: number) {
  const { shop, code, referrer } = await scene()
  failing(errcode)
  return request(shop, code, referrer)
}

testRefusals(
  postersEndpoints,
  {
    'get-poster': {
      link_not_found: async () => {
        const { shop, code } = await scene()
        return request(shop, code, await newPerson(at))
      },
      shop_closed: async () => {
        const { shop, code, referrer } = await scene()
        await at.database.set({ table: 'shops', pk: `SHOP#${shop.shopId}`, sk: 'SHOP' }, { status: 'closed' })
        return request(shop, code, referrer)
      },
      product_not_found: async () => {
        const { shop, product, code, referrer } = await scene()
        const path = `/v1/shops/${shop.shopId}/products/${product.productId}/publication`
        await send(at, { method: 'DELETE', path, token: shop.owner.token })
        return request(shop, code, referrer)
      },
      wechat_too_frequent: () => refusing(45009),
      wechat_unavailable: () => refusing(-1),
    },
  },
  () => at,
)
