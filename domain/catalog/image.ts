import * as z from 'zod'
import type { Refusal } from '../shared/decision.ts'
import { ImageId } from '../shared/ids.ts'

/** A phone shows no more of a picture; more would only cost its owner's customers time and data. */
export const imageBytesMax = 2 * 1024 * 1024
/** As many as a post in WeChat shows. */
const imagesPerProductMax = 9

/** What is going to be uploaded. */
export const Image = z.strictObject({
  imageId: ImageId,
  contentType: z.enum(['image/jpeg', 'image/png', 'image/webp']),
  bytes: z.int().min(1).max(imageBytesMax),
})
export type Image = z.infer<typeof Image>

/** The images of a product in the order in which they are shown. */
export const ImageIds = z
  .array(ImageId)
  .max(imagesPerProductMax)
  .refine((ids) => new Set(ids).size === ids.length, 'no image twice')

/** Where an image is: the path in the bucket, and at whatever address serves it. */
export const imagePath = (shopId: string, imageId: string): string => `images/${shopId}/${imageId}`

export type ImageRefusal = Refusal<'image_not_found' | 'image_id_reused'>

/** Refuses to sign another image under the id of one: who has the id would put another picture on a product. */
export const refuseOtherImage = (
  signed: Image | undefined,
  { contentType, bytes }: Image,
): Refusal<'image_id_reused'> | undefined =>
  signed === undefined || (signed.contentType === contentType && signed.bytes === bytes)
    ? undefined
    : { code: 'image_id_reused', field: 'body.imageId' }

/** Refuses an image that the shop never had signed. What a product showed before is not asked about again. */
export function refuseUnknownImage(
  signed: ReadonlySet<ImageId>,
  imageIds: readonly ImageId[],
  before: readonly ImageId[] = [],
): Refusal<'image_not_found'> | undefined {
  const at = imageIds.findIndex((imageId) => !signed.has(imageId) && !before.includes(imageId))
  return at < 0 ? undefined : { code: 'image_not_found', field: `body.imageIds.${at}` }
}
