import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import { linkCodesEndpoints } from '../../functions/referrals/link-codes-endpoints.ts'
import { logInAgain, type Person, shareLink } from '../../local/main-job/people.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'
import { textsOf } from '../support/png.ts'
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

async function scene() {
  const shop = await newShop(at)
  const product = await newProduct(at, shop)
  const referrer = await newPerson(at, '推荐人')
  const code = await shareLink(at, referrer, shop.shopId, product.productId, 'moments')
  return { shop, referrer, code }
}
const ofLink = ({ shopId }: TestShop, code: string, rest = '') => `/v1/shops/${shopId}/links/${code}${rest}`
const codeRequest = (shop: TestShop, code: string, { token }: Person) => ({
  method: 'GET',
  path: ofLink(shop, code, '/mini-program-code'),
  token,
})
const urlLinkRequest = (shop: TestShop, code: string, { token }: Person) => ({
  method: 'POST',
  path: ofLink(shop, code, '/url-link'),
  token,
})

test('the code picture of a link is made once, opens the link when scanned, and is served like a product’s image', async () => {
  const { shop, referrer, code } = await scene()
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
  const { shop, referrer, code } = await scene()
  const told = async () => {
    const reply = await send(at, urlLinkRequest(shop, code, referrer))
    return z.object({ urlLink: z.url(), endsAt: z.string() }).parse(reply.body)
  }
  const first = await told()
  expect(await told()).toEqual(first)
  await at.advanceMinutes(28 * 24 * 60)
  await logInAgain(at, referrer)
  const second = await told()
  expect(second.urlLink).not.toBe(first.urlLink)
  expect(second.endsAt > first.endsAt).toBe(true)
})

test('a picture that WeChat did not make is made at the next call', async () => {
  const { shop, referrer, code } = await scene()
  failing(codePath, 41030)
  expect((await send(at, codeRequest(shop, code, referrer))).status).toBe(503)
  at.wechat.setFaults({ callFaults: [{ path: codePath, times: 1, effect: { kind: 'lost_answer' } }] })
  expect((await send(at, codeRequest(shop, code, referrer))).status).toBe(503)
  expect((await send(at, codeRequest(shop, code, referrer))).status).toBe(200)
})

async function refusing(path: string, errcode: number) {
  const { shop, referrer, code } = await scene()
  failing(path, errcode)
  return [shop, code, referrer] as const
}

testRefusals(
  linkCodesEndpoints,
  {
    'get-mini-program-code': {
      link_not_found: async () => {
        const { shop, code } = await scene()
        return codeRequest(shop, code, await newPerson(at))
      },
      wechat_too_frequent: async () => codeRequest(...(await refusing(codePath, 45009))),
      wechat_unavailable: async () => codeRequest(...(await refusing(codePath, -1))),
    },
    'make-url-link': {
      link_not_found: async () => {
        const { shop, referrer, code } = await scene()
        await send(at, { method: 'DELETE', path: ofLink(shop, code), token: referrer.token })
        return urlLinkRequest(shop, code, referrer)
      },
      wechat_too_frequent: async () => urlLinkRequest(...(await refusing('/wxa/generate_urllink', 44990))),
      wechat_unavailable: async () => urlLinkRequest(...(await refusing('/wxa/generate_urllink', 41030))),
    },
  },
  () => at,
)
