import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { imageBytesMax } from '../../domain/catalog/image.ts'
import { catalogEndpoints } from '../../functions/catalog/endpoints.ts'
import { sharedBackend, startOwnBackend } from '../support/backend.ts'
import { testRefusals } from '../support/refusal-cases.ts'
import { refusalOf, send } from '../support/request.ts'
import { newId, newProduct, newShop, newStaff, type TestShop } from '../support/shop.ts'

const at = sharedBackend()

const Signed = z.object({
  imageId: z.string(),
  path: z.string(),
  expiresAt: z.iso.datetime(),
  upload: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }),
})
type Signed = z.infer<typeof Signed>

const picture = Buffer.from('a picture of tea')
const bodyOf = (over: object = {}) => ({
  imageId: newId('img'),
  contentType: 'image/png',
  bytes: picture.length,
  ...over,
})
const ask = ({ shopId }: TestShop, token: string, body: object, of: Pick<typeof at, 'apiUrl'> = at) =>
  send(of, { method: 'POST', path: `/v1/shops/${shopId}/images`, token, body })
const sign = async (shop: TestShop, over: object = {}, of: Pick<typeof at, 'apiUrl'> = at): Promise<Signed> =>
  Signed.parse((await ask(shop, shop.owner.token, bodyOf(over), of)).body)

/** Sends the form as a phone does; status and the code of S3’s refusal. */
async function upload({ url, fields }: Signed['upload'], file: Buffer = picture): Promise<string> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([new Uint8Array(file)]), 'tea.png')
  const response = await fetch(url, { method: 'POST', body: form })
  const code = /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1]
  return [response.status, code].filter((part) => part !== undefined).join(' ')
}
const withFields = (upload: Signed['upload'], fields: Readonly<Record<string, string>>) => ({
  ...upload,
  fields: { ...upload.fields, ...fields },
})

test('the shop’s people upload an image by a signed form, and it is served as it was sent', async () => {
  const shop = await newShop(at)
  const body = bodyOf()
  const reply = await ask(shop, (await newStaff(at, shop)).token, body)
  expect(reply.status).toBe(201)
  const signed = Signed.parse(reply.body)
  expect(signed).toMatchObject({ imageId: body.imageId, path: `/images/${shop.shopId}/${body.imageId}` })
  const served = () => fetch(signed.upload.url.replace(/\/$/, signed.path))
  expect((await served()).status).toBe(404)
  expect(await upload(signed.upload)).toBe('204')
  const found = await served()
  expect([found.status, found.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect(Buffer.from(await found.arrayBuffer())).toEqual(picture)
})

test('a form is good for the object, type and size that it was signed for, and for nothing else', async () => {
  const shop = await newShop(at)
  const { upload: form } = await sign(shop)
  const other = await sign(await newShop(at))
  expect(await upload(withFields(form, { key: other.path.slice(1) }))).toBe('403 AccessDenied')
  expect(await upload(withFields(form, { 'content-type': 'text/html' }))).toBe('403 AccessDenied')
  expect(await upload(withFields(form, { acl: 'public-read' }))).toBe('403 AccessDenied')
  expect(await upload(form, picture.subarray(1))).toBe('400 EntityTooSmall')
  expect(await upload(form, Buffer.concat([picture, picture]))).toBe('400 EntityTooLarge')
  expect(await upload(form)).toBe('204')
})

test('nobody who lacks the key signs a form', async () => {
  const { upload: form } = await sign(await newShop(at))
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
    const signed = await sign(shop, {}, own)
    await own.advanceMinutes(11)
    expect(await upload(signed.upload)).toBe('403 AccessDenied')
    expect(await upload((await sign(shop, {}, own)).upload)).toBe('204')
  } finally {
    await own.close()
  }
})

test('images are pictures of at most two megabytes', async () => {
  const shop = await newShop(at)
  const told = async (over: object) => refusalOf(await ask(shop, shop.owner.token, bodyOf(over)))
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
  for (let count = 0; count < 10; count++) ids.unshift((await sign(shop)).imageId)
  expect(refusalOf(await edit(ids))).toBe('400 invalid_request body.imageIds')
  expect(refusalOf(await edit([ids[0] ?? '', ids[0] ?? '']))).toBe('400 invalid_request body.imageIds')
  const imageIds = ids.slice(1)
  expect((await edit(imageIds)).status).toBe(200)
  expect((await send(at, { method: 'GET', path })).body).toMatchObject({ imageIds })
})

test('a product shows images that its own shop had signed, and no other', async () => {
  const shop = await newShop(at)
  const { productId } = await newProduct(at, shop)
  const path = `/v1/shops/${shop.shopId}/products/${productId}`
  const edit = (imageIds: string[]) => send(at, { method: 'PATCH', path, token: shop.owner.token, body: { imageIds } })
  const [own, foreign] = [(await sign(shop)).imageId, (await sign(await newShop(at))).imageId]
  expect(refusalOf(await edit([own, foreign]))).toBe('404 image_not_found body.imageIds.1')
  expect((await edit([own])).status).toBe(200)
})

test('an image is signed again as it was, at once and from several places', async () => {
  const shop = await newShop(at)
  const body = bodyOf()
  const signed = await Promise.all([1, 2, 3].map(() => ask(shop, shop.owner.token, body)))
  expect(signed.map(({ status }) => status)).toEqual([201, 201, 201])
})

testRefusals(
  { 'presign-image': catalogEndpoints['presign-image'] },
  {
    'presign-image': {
      image_id_reused: async () => {
        const shop = await newShop(at)
        const { imageId } = await sign(shop)
        const path = `/v1/shops/${shop.shopId}/images`
        const body = bodyOf({ imageId, contentType: 'image/webp' })
        return { method: 'POST', path, token: shop.owner.token, body, field: 'body.imageId' }
      },
    },
  },
  () => at,
)
