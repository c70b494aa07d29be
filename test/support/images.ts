import * as z from 'zod'
import type { Addresses } from '../../local/main-job/people.ts'
import { codePicture } from '../../local/wechat/code-picture.ts'
import { send } from './request.ts'
import { newId, type TestShop } from './shop.ts'

const SignedImage = z.object({
  imageId: z.string(),
  path: z.string(),
  expiresAt: z.iso.datetime(),
  upload: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }),
})
export type SignedImage = z.infer<typeof SignedImage>

/** A PNG that a browser shows. */
export const teaPicture = codePicture(Buffer.from('tea'), {})

export const imageBody = (over: object = {}) => ({
  imageId: newId('img'),
  contentType: 'image/png',
  bytes: teaPicture.length,
  ...over,
})

/** Has the API sign the upload of one image. */
export async function signImage(at: Addresses, { shopId, owner }: TestShop, over: object = {}): Promise<SignedImage> {
  const path = `/v1/shops/${shopId}/images`
  return SignedImage.parse((await send(at, { method: 'POST', path, token: owner.token, body: imageBody(over) })).body)
}

/** Sends the form as a phone does. */
export function sendForm({ url, fields }: SignedImage['upload'], file: Buffer = teaPicture): Promise<Response> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([new Uint8Array(file)]), 'tea.png')
  return fetch(url, { method: 'POST', body: form })
}

/** Signs and sends. */
export async function uploadImage(at: Addresses, shop: TestShop): Promise<SignedImage> {
  const signed = await signImage(at, shop)
  const { status } = await sendForm(signed.upload)
  if (status !== 204) throw new Error(`Not uploaded: ${status}`)
  return signed
}
