import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { imageBytesMax } from '../../domain/catalog/image.ts'
import { catalogEndpoints } from '../../functions/catalog/endpoints.ts'
import { sharedBackend, startOwnBackend } from '../support/backend.ts'
import { imageBody, type SignedImage, sendForm, signImage, teaPicture, uploadImage } from '../support/images.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { refusalOf, send } from '../support/request.ts'
import { newProduct, newShop, newStaff, type TestShop } from '../support/shop.ts'

const at = sharedBackend()

const ask = ({ shopId }: TestShop, token: string, body: object) =>
  send(at, { method: 'POST', path: `/v1/shops/${shopId}/images`, token, body })

/** Sends the form; status and the code of S3’s refusal. */
async function upload(form: SignedImage['upload'], file?: Buffer): Promise<string> {
  const response = await sendForm(form, file)
  const code = /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1]
  return [response.status, code].filter((part) => part !== undefined).join(' ')
}
const withFields = (upload: SignedImage['upload'], fields: Readonly<Record<string, string>>) => ({
  ...upload,
  fields: { ...upload.fields, ...fields },
})

test('the shop’s people upload an image by a signed form, and it is served as it was sent, to be kept', async () => {
  const shop = await newShop(at)
  const body = imageBody()
  const reply = await ask(shop, (await newStaff(at, shop)).token, body)
  expect(reply.status).toBe(201)
  const path = `/images/${shop.shopId}/${body.imageId}`
  expect(reply.body).toMatchObject({ imageId: body.imageId, path })
  const served = (method = 'GET') => fetch(`${at.apiUrl}${path}`, { method })
  const missing = await served()
  expect([missing.status, missing.headers.get('cache-control')]).toEqual([404, null])
  const signed = await signImage(at, shop, body)
  expect(await upload(signed.upload)).toBe('204')
  const found = await served()
  expect(found.status).toBe(200)
  expect(Object.fromEntries(found.headers)).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  })
  expect(Buffer.from(await found.arrayBuffer())).toEqual(teaPicture)
  expect((await served('HEAD')).status).toBe(200)
  for (const method of ['POST', 'PUT', 'DELETE']) expect([method, (await served(method)).status]).toEqual([method, 405])
})

test('the bucket itself shows nothing to who only knows a name', async () => {
  const { upload: form, path } = await uploadImage(at, await newShop(at))
  expect((await fetch(form.url.replace(/\/$/, path))).status).toBe(403)
  expect((await fetch(form.url)).status).toBe(403)
})

test('a form is good for the object, type and size that it was signed for, and for nothing else', async () => {
  const shop = await newShop(at)
  const { upload: form } = await signImage(at, shop)
  const other = await signImage(at, await newShop(at))
  expect(await upload(withFields(form, { key: other.path.slice(1) }))).toBe('403 AccessDenied')
  expect(await upload(withFields(form, { 'content-type': 'text/html' }))).toBe('403 AccessDenied')
  expect(await upload(withFields(form, { acl: 'public-read' }))).toBe('403 AccessDenied')
  expect(await upload(form, teaPicture.subarray(1))).toBe('400 EntityTooSmall')
  expect(await upload(form, Buffer.concat([teaPicture, teaPicture]))).toBe('400 EntityTooLarge')
  expect(await upload(form)).toBe('204')
})

test('nobody who lacks the key signs a form', async () => {
  const { upload: form } = await signImage(at, await newShop(at))
  const { policy = '', 'x-amz-credential': credential = '' } = form.fields
  const wider = Buffer.from(Buffer.from(policy, 'base64').toString().replace('image/png', 'text/html')).toString(
    'base64',
  )
  expect(await upload(withFields(form, { policy: wider, 'content-type': 'text/html' }))).toBe(
    '403 SignatureDoesNotMatch',
  )
  const forged = createHmac('sha256', 'guess').update(policy).digest('hex')
  expect(await upload(withFields(form, { 'x-amz-signature': forged }))).toBe('403 SignatureDoesNotMatch')
  const stranger = credential.replace(/^[^/]+/, 'stranger')
  expect(await upload(withFields(form, { 'x-amz-credential': stranger }))).toBe('403 InvalidAccessKeyId')
})

test('a form expires', async () => {
  const own = await startOwnBackend()
  try {
    const shop = await newShop(own)
    const signed = await signImage(own, shop)
    await own.advanceMinutes(11)
    expect(await upload(signed.upload)).toBe('403 AccessDenied')
    expect(await upload((await signImage(own, shop)).upload)).toBe('204')
  } finally {
    await own.close()
  }
})

test('images are pictures of at most two megabytes', async () => {
  const shop = await newShop(at)
  const told = async (over: object) => refusalOf(await ask(shop, shop.owner.token, imageBody(over)))
  expect(await told({ bytes: imageBytesMax })).toBe('201')
  expect(await told({ bytes: imageBytesMax + 1 })).toBe('400 invalid_request body.bytes')
  expect(await told({ bytes: 0 })).toBe('400 invalid_request body.bytes')
  expect(await told({ contentType: 'image/svg+xml' })).toBe('400 invalid_request body.contentType')
})

test('a product shows up to nine images, in their order, each once', async () => {
  const shop = await newShop(at)
  const { productId } = await newProduct(at, shop)
  const path = `/v1/shops/${shop.shopId}/products/${productId}`
  const edit = (imageIds: string[]) => send(at, { method: 'PATCH', path, token: shop.owner.token, body: { imageIds } })
  const ids: string[] = []
  for (let count = 0; count < 10; count++) ids.unshift((await uploadImage(at, shop)).imageId)
  expect(refusalOf(await edit(ids))).toBe('400 invalid_request body.imageIds')
  expect(refusalOf(await edit([ids[0] ?? '', ids[0] ?? '']))).toBe('400 invalid_request body.imageIds')
  const imageIds = ids.slice(1)
  const shown = { imageIds, imagePaths: imageIds.map((id) => `/images/${shop.shopId}/${id}`) }
  const edited = await edit(imageIds)
  expect([edited.status, edited.body]).toEqual([200, expect.objectContaining(shown)])
  expect((await send(at, { method: 'GET', path })).body).toMatchObject(shown)
  const catalog = { method: 'GET', path: `/v1/shops/${shop.shopId}/catalog`, token: shop.owner.token }
  expect((await send(at, catalog)).body).toMatchObject({ items: [shown] })
})

test('a product shows images that its own shop had signed, and no other', async () => {
  const shop = await newShop(at)
  const { productId } = await newProduct(at, shop)
  const path = `/v1/shops/${shop.shopId}/products/${productId}`
  const edit = (imageIds: string[]) => send(at, { method: 'PATCH', path, token: shop.owner.token, body: { imageIds } })
  const [own, foreign] = [(await uploadImage(at, shop)).imageId, (await uploadImage(at, await newShop(at))).imageId]
  expect(refusalOf(await edit([own, foreign]))).toBe('404 image_not_found body.imageIds.1')
  expect((await edit([own])).status).toBe(200)
})

test('a product shows an image once it has come, and is not asked about what it shows', async () => {
  const shop = await newShop(at)
  const { productId } = await newProduct(at, shop)
  const path = `/v1/shops/${shop.shopId}/products/${productId}`
  const edit = (body: object) => send(at, { method: 'PATCH', path, token: shop.owner.token, body })
  const [first, late] = [await uploadImage(at, shop), await signImage(at, shop)]
  const imageIds = [first.imageId, late.imageId]
  expect(refusalOf(await edit({ imageIds }))).toBe('409 image_not_uploaded body.imageIds.1')
  expect((await edit({ title: '没有图片' })).status).toBe(200)
  expect(await upload(late.upload)).toBe('204')
  expect((await edit({ imageIds })).status).toBe(200)
})

test('an image is signed again as it was, at once and from several places', async () => {
  const shop = await newShop(at)
  const body = imageBody()
  const signed = await Promise.all([1, 2, 3].map(() => ask(shop, shop.owner.token, body)))
  expect(signed.map(({ status }) => status)).toEqual([201, 201, 201])
})

testRefusals(
  { 'presign-image': catalogEndpoints['presign-image'] },
  {
    'presign-image': {
      image_id_reused: async () => {
        const shop = await newShop(at)
        const { imageId } = await signImage(at, shop)
        const path = `/v1/shops/${shop.shopId}/images`
        const body = imageBody({ imageId, contentType: 'image/webp' })
        return { method: 'POST', path, token: shop.owner.token, body, field: 'body.imageId' }
      },
    },
  },
  () => at,
)
