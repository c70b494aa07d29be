import { imageBytesMax } from '../../domain/catalog/image.ts'
import { askForImage } from '../catalog/ask-for-image.ts'
import type { LinkCodesContext } from './links-context.ts'
import { type DrawnPicture, drawnPicture } from './picture-size.ts'

/**
 * Reads a picture from the images, by its key. Undefined for one that was never uploaded, or that cannot be drawn.
 * @throws Error where S3 gives another answer, or none.
 */
export async function readPicture(context: LinkCodesContext, key: string): Promise<DrawnPicture | undefined> {
  const response = await askForImage(context, { method: 'GET', key })
  if (response === undefined || Number(response.headers.get('content-length') ?? 0) > imageBytesMax) return undefined
  return drawnPicture(new Uint8Array(await response.arrayBuffer()))
}
