import * as z from 'zod'
import { Image, imagePath } from '../../domain/catalog/image.ts'
import { ImageId, ShopId } from '../../domain/shared/ids.ts'
import { addMinutes } from '../../domain/shared/time.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { presignPost } from './presigned-post.ts'
import type { CatalogContext } from './upload-target.ts'

/** Long enough for a slow connection, and no longer. */
const uploadMinutes = 10

const contract = {
  summary: 'Sign the upload of one image: send the fields, then `file`, as a form to `url`. Again: a new signature.',
  path: z.strictObject({ shopId: ShopId }),
  body: Image,
  reply: z.object({
    imageId: ImageId,
    path: z.string(),
    upload: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }),
    expiresAt: z.string(),
  }),
  status: 201,
  refusals: {},
} as const

export const presignImage = endpoint<typeof contract, CatalogContext>(
  contract,
  async ({ path: { shopId }, body: { imageId, contentType, bytes } }, { now, uploadTarget }) => {
    const signedAt = now()
    const expiresAt = addMinutes(signedAt, uploadMinutes)
    const key = imagePath(shopId, imageId)
    const upload = presignPost(uploadTarget(), { key, contentType, bytes }, signedAt, expiresAt)
    return { ok: true, reply: { imageId, path: `/${key}`, upload, expiresAt } }
  },
)
