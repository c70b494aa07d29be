import { addMinutes } from '../../domain/shared/time.ts'
import { presignPost } from '../catalog/presigned-post.ts'
import type { WechatPicture } from '../shared/wechat-access-token.ts'
import type { LinkCodesContext } from './links-context.ts'

/** It is sent at once. */
const uploadMinutes = 1
const uploadTimeoutMs = 5_000

/** Puts the picture among the images, under that key. Throws where S3 does not take it. */
export async function storePicture(
  { uploadTarget, now }: LinkCodesContext,
  key: string,
  { contentType, bytes }: WechatPicture,
): Promise<void> {
  const signedAt = now()
  const object = { key, contentType, bytes: bytes.length }
  const { url, fields } = presignPost(uploadTarget(), object, signedAt, addMinutes(signedAt, uploadMinutes))
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', new Blob([bytes]))
  const { ok, status } = await fetch(url, {
    method: 'POST',
    body: form,
    signal: AbortSignal.timeout(uploadTimeoutMs),
  })
  if (!ok) throw new Error(`S3 did not take a picture: ${status}`)
}
