import { imageBytesMax } from '../../domain/catalog/image.ts'
import { presignGet } from '../catalog/presigned-get.ts'
import type { LinkCodesContext } from './links-context.ts'
import { type DrawnPicture, drawnPicture } from './picture-size.ts'

/** It is read at once. */
const signedForS = 60
const readTimeoutMs = 5_000
/** Without the right to list a bucket, S3 answers 403 for what is not there. */
const notThere: readonly number[] = [403, 404]

/**
 * Reads a picture from the images, by its key. Undefined for one that was never uploaded, or that cannot be drawn.
 * @throws Error where S3 gives another answer, or none.
 */
export async function readPicture(
  { uploadTarget, now, log }: LinkCodesContext,
  key: string,
): Promise<DrawnPicture | undefined> {
  const response = await fetch(presignGet(uploadTarget(), key, now(), signedForS), {
    signal: AbortSignal.timeout(readTimeoutMs),
  })
  if (notThere.includes(response.status)) {
    log.warn('A picture is not there', { key, status: response.status })
    return undefined
  }
  if (!response.ok) throw new Error(`S3 did not give a picture: ${response.status}`)
  if (Number(response.headers.get('content-length') ?? 0) > imageBytesMax) return undefined
  return drawnPicture(new Uint8Array(await response.arrayBuffer()))
}
