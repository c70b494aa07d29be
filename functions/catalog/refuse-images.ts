import { addedImages, imagePath, refuseMissingUpload, refuseUnknownImage } from '../../domain/catalog/image.ts'
import type { Refusal } from '../../domain/shared/decision.ts'
import type { ImageId } from '../../domain/shared/ids.ts'
import { askForImage } from './ask-for-image.ts'
import { loadKnownImages } from './image-store.ts'
import type { CatalogContext } from './upload-target.ts'

/**
 * Refuses an image that a product did not show `before` and cannot show: the shop had no form signed for it, or its upload
 * has not come. Neither a form nor an upload is ever taken back, so what was found stays so and needs no check.
 * @throws Error where S3 does not answer.
 */
export async function refuseImages(
  context: CatalogContext,
  shopId: string,
  imageIds: readonly ImageId[],
  before?: readonly ImageId[],
): Promise<Refusal<'image_not_found' | 'image_not_uploaded'> | undefined> {
  const added = addedImages(imageIds, before)
  const unknown = refuseUnknownImage(await loadKnownImages(context.db, shopId, added), imageIds, before)
  if (unknown) return unknown
  const answers = await Promise.all(
    added.map((imageId) => askForImage(context, { method: 'HEAD', key: imagePath(shopId, imageId) })),
  )
  const uploaded = new Set(added.filter((_, at) => answers[at] !== undefined))
  return refuseMissingUpload(uploaded, imageIds, before)
}
