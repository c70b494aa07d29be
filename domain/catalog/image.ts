import * as z from 'zod'
import { ImageId } from '../shared/ids.ts'

/** A phone shows no more of a picture; more would only cost its owner's customers time and data. */
export const imageBytesMax = 2 * 1024 * 1024
/** As many as a post in WeChat shows. */
export const imagesPerProductMax = 9

/** What is going to be uploaded. */
export const Image = z.strictObject({
  imageId: ImageId,
  contentType: z.enum(['image/jpeg', 'image/png', 'image/webp']),
  bytes: z.int().min(1).max(imageBytesMax),
})

/** The images of a product in the order in which they are shown. */
export const ImageIds = z
  .array(ImageId)
  .max(imagesPerProductMax)
  .refine((ids) => new Set(ids).size === ids.length, 'no image twice')

/** Where an image is: the path in the bucket, and at whatever address serves it. */
export const imagePath = (shopId: string, imageId: string): string => `images/${shopId}/${imageId}`
