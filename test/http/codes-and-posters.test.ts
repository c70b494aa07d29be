import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import { posterLayout } from '../../domain/referrals/poster.ts'
import { linkCodesEndpoints } from '../../functions/referrals/link-codes-endpoints.ts'
import { postersEndpoints } from '../../functions/referrals/posters-endpoints.ts'
import { type Person, shareLink } from '../../local/main-job/people.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'
import { uploadImage } from '../support/images.ts'
import { once } from '../support/once.ts'
import { pixelsOf, textsOf } from '../support/png.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { send } from '../support/request.ts'
import { newPerson, newProduct, newShop, type TestShop } from '../support/shop.ts'

let at: OwnBackend
beforeAll(async () => {
  at = await startOwnBackend()
})
afterAll(() => at.close())
beforeEach(() => at.wechat.setFaults({ callFaults: [] }))

const codePath = '/wxa/getwxacodeunlimit'
const failing = (path: string, errcode: number) =>
  // The two languages of a refusal are two calls.
  at.wechat.setFaults({ callFaults: [{ path, times: 2, effect: { kind: 'errcode', errcode } }] })

async function scene(within?: TestShop) {
  const shop = within ?? (await newShop(at))
  const product = await newProduct(at, shop)
  const referrer = await newPerson(at, '推荐人')
  const code = await shareLink(at, referrer, shop.shopId, product.productId, 'poster')
  return { shop, product, referrer, code }
}
// What refuses stays as it is: the next case may ask it too.
const sharedScene = once(scene)
const newLink = async () => scene((await sharedScene()).shop)

const ofLink = ({ shopId }: TestShop, code: string, rest = '') => `/v1/shops/${shopId}/links/${code}${rest}`
const pictureRequest =
  (rest: string) =>
  (shop: TestShop, code: string, { token }: Person) => ({ method: 'GET', path: ofLink(shop, code, rest), token })
const codeRequest = pictureRequest('/mini-program-code')
const posterRequest = pictureRequest('/poster')
const urlLinkRequest = (shop: TestShop, code: string, { token }: Person) => ({
  method: 'POST',
  path: ofLink(shop, code, '/url-link'),
  token,
})
const edit = ({ shopId, owner }: TestShop, productId: string, body: object) =>
  send(at, { method: 'PATCH', path: `/v1/shops/${shopId}/products/${productId}`, token: owner.token, body })

test('the code picture of a link is made once, opens the link when scanned, and is served like a product’s image', async () => {
  const { shop, referrer, code } = await newLink()
  const first = await send(at, codeRequest(shop, code, referrer))
  const { path } = z.object({ path: z.string() }).parse(first.body)
  expect(path).toMatch(`/images/${shop.shopId}/codes/${code}-`)
  // WeChat is not asked again: it would refuse.
  failing(codePath, 45009)
  expect((await send(at, codeRequest(shop, code, shop.owner))).body).toEqual({ path })
  const served = await fetch(`${at.apiUrl}${path}`)
  expect([served.status, served.headers.get('content-type')]).toEqual([200, 'image/png'])
  const picture = Buffer.from(await served.arrayBuffer())
  expect(textsOf(picture)).toEqual({ page: 'pages/link/index', scene: code })
})

test('a URL link is the same one until three days before its end', async () => {
  const { shop, referrer, code } = await newLink()
  const told = async () => {
    const reply = await send(at, urlLinkRequest(shop, code, referrer))
    return z.object({ urlLink: z.url(), endsAt: z.string() }).parse(reply.body)
  }
  const first = await told()
  expect(await told()).toEqual(first)
  const ends = async (leftMs: number) => {
    const endsAt = new Date(Date.now() + leftMs).toISOString()
    await at.database.set({ table: 'referrals', pk: `LINK#${code}`, sk: 'URL_LINK' }, { endsAt })
    return { urlLink: first.urlLink, endsAt }
  }
  const [minuteMs, threeDaysMs] = [60_000, 3 * 86_400_000]
  expect(await ends(threeDaysMs + 30 * minuteMs)).toEqual(await told())
  const ending = await ends(threeDaysMs - minuteMs)
  const second = await told()
  expect(second.urlLink).not.toBe(first.urlLink)
  expect(second.endsAt > ending.endsAt).toBe(true)
})

test('a picture that WeChat did not make is made at the next call', async () => {
  const { shop, referrer, code } = await newLink()
  failing(codePath, 41030)
  expect((await send(at, codeRequest(shop, code, referrer))).status).toBe(503)
  at.wechat.setFaults({ callFaults: [{ path: codePath, times: 1, effect: { kind: 'lost_answer' } }] })
  expect((await send(at, codeRequest(shop, code, referrer))).status).toBe(503)
  expect((await send(at, codeRequest(shop, code, referrer))).status).toBe(200)
})

const sizes = [false, true].map((hasPicture) => {
  const { widthPx, heightPx } = posterLayout({ title: '', pricesFen: [] }, { hasPicture })
  return [widthPx, heightPx]
})

test('a poster is made once, shows the picture once the product has one, and has another address with another price', async () => {
  const { shop, product, referrer, code } = await newLink()
  const ask = async (person = referrer) => {
    const { status, body } = await send(at, posterRequest(shop, code, person))
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
  failing(codePath, 45009)
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
  const { shop, referrer } = await sharedScene()
  const path = `/v1/shops/${shop.shopId}/links`
  const link = await send(at, { method: 'POST', path, token: referrer.token, body: { channel: 'poster' } })
  const { code } = z.object({ code: z.string() }).parse(link.body)
  expect((await send(at, posterRequest(shop, code, referrer))).status).toBe(200)
})

/** A link whose code WeChat has not made yet, and will not. */
async function refusing(path: string, errcode: number) {
  const { shop, referrer, code } = await newLink()
  failing(path, errcode)
  return [shop, code, referrer] as const
}

testRefusals(
  linkCodesEndpoints,
  {
    'get-mini-program-code': {
      link_not_found: async () => {
        const { shop, code } = await sharedScene()
        return codeRequest(shop, code, await newPerson(at))
      },
      wechat_too_frequent: async () => codeRequest(...(await refusing(codePath, 45009))),
      wechat_unavailable: async () => codeRequest(...(await refusing(codePath, -1))),
    },
    'make-url-link': {
      link_not_found: async () => {
        const { shop, referrer, code } = await newLink()
        await send(at, { method: 'DELETE', path: ofLink(shop, code), token: referrer.token })
        return urlLinkRequest(shop, code, referrer)
      },
      wechat_too_frequent: async () => urlLinkRequest(...(await refusing('/wxa/generate_urllink', 44990))),
      wechat_unavailable: async () => urlLinkRequest(...(await refusing('/wxa/generate_urllink', 41030))),
    },
  },
  () => at,
)

testRefusals(
  postersEndpoints,
  {
    'get-poster': {
      link_not_found: async () => {
        const { shop, code } = await sharedScene()
        return posterRequest(shop, code, await newPerson(at))
      },
      shop_closed: async () => {
        const { shop, code, referrer } = await scene()
        await at.database.set({ table: 'shops', pk: `SHOP#${shop.shopId}`, sk: 'SHOP' }, { status: 'closed' })
        return posterRequest(shop, code, referrer)
      },
      product_not_found: async () => {
        const { shop, product, code, referrer } = await newLink()
        const path = `/v1/shops/${shop.shopId}/products/${product.productId}/publication`
        await send(at, { method: 'DELETE', path, token: shop.owner.token })
        return posterRequest(shop, code, referrer)
      },
      wechat_too_frequent: async () => posterRequest(...(await refusing(codePath, 45009))),
      wechat_unavailable: async () => posterRequest(...(await refusing(codePath, -1))),
    },
  },
  () => at,
)
