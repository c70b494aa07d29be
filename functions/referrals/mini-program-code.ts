import { addMinutes } from '../../domain/shared/time.ts'
import { presignPost } from '../catalog/presigned-post.ts'
import { type WechatPicture, wechatApi } from '../shared/wechat-access-token.ts'
import { type WechatAnswer, wechatAnswer } from './ask-wechat.ts'
import type { LinkCodesContext } from './links-context.ts'

const codePath = '/wxa/getwxacodeunlimit'
/** Pixels: large enough for a printed poster, and some 100 kB at most. */
const widthPx = 430
/** It is sent at once. */
const uploadMinutes = 1
const uploadTimeoutMs = 5_000

/** Asks WeChat for the picture that opens the page with the code as its `scene`. Such pictures are good for ever. */
export const askForCode = (context: LinkCodesContext, code: string): Promise<WechatAnswer<WechatPicture>> =>
  // A page that is not released yet is refused, so that no picture leads nowhere.
  wechatAnswer(context, codePath, () =>
    wechatApi(context).postForPicture(codePath, {
      scene: code,
      page: context.linkPage,
      check_path: true,
      env_version: 'release',
      width: widthPx,
    }),
  )

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
