import { call } from '../../api/call.ts'
import { newId } from '../../api/new-id.ts'

const pictureTypes = ['image/jpeg', 'image/png', 'image/webp'] as const
type PictureType = (typeof pictureTypes)[number]
export const pictureAccept = pictureTypes.join(',')
const bytesMax = 2 * 1024 * 1024

export type UploadProblem = 'tooLarge' | 'wrongType' | 'uploadFailed'
export type Uploaded = { readonly imageId: string } | { readonly problem: UploadProblem }

const isPictureType = (type: string): type is PictureType => pictureTypes.some((known) => known === type)

/** Has the API sign the upload of one picture, and sends it straight to where pictures are kept. @throws ApiError */
export async function uploadPicture(shopId: string, file: File): Promise<Uploaded> {
  if (!isPictureType(file.type)) return { problem: 'wrongType' }
  if (file.size > bytesMax) return { problem: 'tooLarge' }
  const imageId = newId('img')
  const body = { imageId, contentType: file.type, bytes: file.size }
  const { upload } = await call('presign-image', { path: { shopId }, body })
  const form = new FormData()
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value)
  // The fields that sign it come before the file: what stands behind is not read.
  form.append('file', file)
  const sent = await fetch(upload.url, { method: 'POST', body: form }).catch(() => undefined)
  return sent?.ok ? { imageId } : { problem: 'uploadFailed' }
}
