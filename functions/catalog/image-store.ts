import { Image } from '../../domain/catalog/image.ts'
import type { ImageId } from '../../domain/shared/ids.ts'
import { parseItem } from '../shared/event-log.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'

const imageKey = (shopId: string, imageId: string): Key => ({
  table: 'catalog',
  pk: `SHOP#${shopId}#IMAGE#${imageId}`,
  sk: 'IMAGE',
})

/** What was signed under that id; undefined where nothing was. */
export const loadImage = async (db: Reader, shopId: string, imageId: string): Promise<Image | undefined> =>
  parseItem(Image.strip(), await db.get(imageKey(shopId, imageId)))

/** Which of the images the shop has had signed. None is ever taken back, so what was read stays so and needs no check. */
export async function loadKnownImages(
  db: Reader,
  shopId: string,
  imageIds: readonly ImageId[],
): Promise<ReadonlySet<ImageId>> {
  const items = imageIds.length === 0 ? [] : await db.getMany(imageIds.map((imageId) => imageKey(shopId, imageId)))
  return new Set(imageIds.filter((_, at) => items[at] !== undefined))
}

export const createImage = (shopId: string, image: Image): Write => ({
  kind: 'create',
  name: 'image',
  key: imageKey(shopId, image.imageId),
  attributes: image,
})
