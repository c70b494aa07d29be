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

export type ImageRefusal = Refusal<'image_not_found' | 'image_not_uploaded' | 'image_id_reused'>

/** Refuses to sign another image under the id of one: who has the id would put another picture on a product. */
export const refuseOtherImage = (
  signed: Image | undefined,
  { contentType, bytes }: Image,
): Refusal<'image_id_reused'> | undefined =>
  signed === undefined || (signed.contentType === contentType && signed.bytes === bytes)
    ? undefined
    : { code: 'image_id_reused', field: 'body.imageId' }

/** The images that a product would show and did not before. What it showed is not asked about again: no image is taken away. */
export const addedImages = (imageIds: readonly ImageId[], before: readonly ImageId[] = []): ImageId[] =>
  imageIds.filter((imageId) => !before.includes(imageId))

/** Where the first of the added images is that is not among the known ones. */
function fieldOfFirstUnknown(known: ReadonlySet<ImageId>, imageIds: readonly ImageId[], before?: readonly ImageId[]) {
  const unknown = addedImages(imageIds, before).find((imageId) => !known.has(imageId))
  return unknown && `body.imageIds.${imageIds.indexOf(unknown)}`
}

/** Refuses an added image that the shop never had signed. */
export function refuseUnknownImage(
  signed: ReadonlySet<ImageId>,
  imageIds: readonly ImageId[],
  before?: readonly ImageId[],
): Refusal<'image_not_found'> | undefined {
  const field = fieldOfFirstUnknown(signed, imageIds, before)
  return field === undefined ? undefined : { code: 'image_not_found', field }
}

/** Refuses an added image that was signed and has not come: customers would see a gap. */
export function refuseMissingUpload(
  uploaded: ReadonlySet<ImageId>,
  imageIds: readonly ImageId[],
  before?: readonly ImageId[],
): Refusal<'image_not_uploaded'> | undefined {
  const field = fieldOfFirstUnknown(uploaded, imageIds, before)
  return field === undefined ? undefined : { code: 'image_not_uploaded', field }
}
