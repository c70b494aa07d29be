import * as z from 'zod'
import { Image, imagePath, refuseOtherImage } from '../../domain/catalog/image.ts'
import { ImageId, ShopId } from '../../domain/shared/ids.ts'
import { addMinutes } from '../../domain/shared/time.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { createImage, loadImage } from './image-store.ts'
import { PicturePath, servedAt } from './picture-path.ts'
import { presignPost } from './presigned-post.ts'
import { catalogRefusals } from './refusals.ts'
import type { CatalogContext } from './upload-target.ts'

/** Long enough for a slow connection, and no longer. */
const uploadMinutes = 10

const contract = {
  summary: 'Sign the upload of one image: send the fields, then `file`, as a form to `url`. Again: a new signature.',
  path: z.strictObject({ shopId: ShopId }),
  body: Image,
  reply: z.object({
    imageId: ImageId,
    path: PicturePath,
    upload: z.object({ url: z.string(), fields: z.record(z.string(), z.string()) }),
    expiresAt: z.string(),
  }),
  status: 201,
  refusals: pick(catalogRefusals, 'image_id_reused'),
} as const

export const presignImage = endpoint<typeof contract, CatalogContext>(
  contract,
  async ({ path: { shopId }, body }, context) => {
    const { imageId, contentType, bytes } = body
    const signedAt = context.now()
    const expiresAt = addMinutes(signedAt, uploadMinutes)
    const key = imagePath(shopId, imageId)
    const upload = presignPost(context.uploadTarget(), { key, contentType, bytes }, signedAt, expiresAt)
    const reply = { imageId, path: servedAt(key), upload, expiresAt }
    return commit(context, async () => {
      const signed = await loadImage(context.db, shopId, imageId)
      const refusal = refuseOtherImage(signed, body)
      if (refusal) return { refusal }
      return signed ? { reply } : { writes: [createImage(shopId, body)], reply }
    })
  },
)
