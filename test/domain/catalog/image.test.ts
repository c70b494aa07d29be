import { expect, test } from 'vitest'
import {
  addedImages,
  Image,
  refuseMissingUpload,
  refuseOtherImage,
  refuseUnknownImage,
} from '../../../domain/catalog/image.ts'

const id = (number: number) => Image.shape.imageId.parse(`img_${String(number).padStart(26, '0')}`)
const image: Image = { imageId: id(1), contentType: 'image/png', bytes: 10 }

test('an id is of one image for ever: the same again, no other type and no other size', () => {
  const reused = { code: 'image_id_reused', field: 'body.imageId' }
  expect(refuseOtherImage(undefined, image)).toBeUndefined()
  expect(refuseOtherImage(image, image)).toBeUndefined()
  expect(refuseOtherImage(image, { ...image, contentType: 'image/webp' })).toEqual(reused)
  expect(refuseOtherImage(image, { ...image, bytes: 11 })).toEqual(reused)
})

test('a product shows images that the shop had signed, and those that it showed before', () => {
  const signed = new Set([id(1)])
  const refusedAt = (at: number) => ({ code: 'image_not_found', field: `body.imageIds.${at}` })
  expect(refuseUnknownImage(signed, [])).toBeUndefined()
  expect(refuseUnknownImage(signed, [id(1)])).toBeUndefined()
  expect(refuseUnknownImage(signed, [id(1), id(2)])).toEqual(refusedAt(1))
  expect(refuseUnknownImage(signed, [id(2), id(1)], [id(2)])).toBeUndefined()
  expect(refuseUnknownImage(signed, [id(3)], [id(2)])).toEqual(refusedAt(0))
})

test('a product shows what has come, and is not asked about what it showed before', () => {
  const uploaded = new Set([id(1)])
  const refusedAt = (at: number) => ({ code: 'image_not_uploaded', field: `body.imageIds.${at}` })
  expect(addedImages([id(2), id(1)], [id(2)])).toEqual([id(1)])
  expect(refuseMissingUpload(uploaded, [id(1)])).toBeUndefined()
  expect(refuseMissingUpload(uploaded, [id(2), id(1)], [id(2)])).toBeUndefined()
  expect(refuseMissingUpload(uploaded, [id(1), id(3), id(4)], [id(2)])).toEqual(refusedAt(1))
})
