import { type AskedObject, presignGet } from './presigned-get.ts'
import type { CatalogContext } from './upload-target.ts'

/** It is sent at once. */
const signedForS = 60
const timeoutMs = 5_000
/** Without the right to list a bucket, S3 answers 403 for what is not there. */
const notThere: readonly number[] = [403, 404]

/**
 * Asks S3 for an object among the images. Undefined where nothing is under the key, which is logged with the status: a right
 * that is missing looks the same.
 * @throws Error where S3 gives another answer, or none.
 */
export async function askForImage(
  { uploadTarget, now, log }: Pick<CatalogContext, 'uploadTarget' | 'now' | 'log'>,
  asked: AskedObject,
): Promise<Response | undefined> {
  const response = await fetch(presignGet(uploadTarget(), asked, now(), signedForS), {
    method: asked.method,
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (notThere.includes(response.status)) {
    log.warn('A picture is not there', { key: asked.key, status: response.status })
    return undefined
  }
  if (!response.ok) throw new Error(`S3 did not answer for a picture: ${response.status}`)
  return response
}
