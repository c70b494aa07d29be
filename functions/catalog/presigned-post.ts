import { signingAt } from './signing.ts'

/** Where objects go, and who signs. */
export type PostTarget = {
  readonly bucket: string
  /** Address that takes the form. */
  readonly url: string
  readonly region: string
  readonly credentials: {
    readonly accessKeyId: string
    readonly secretAccessKey: string
    readonly sessionToken?: string
  }
}

/** What may be uploaded: exactly this object, of this type and size. */
export type PostedObject = { readonly key: string; readonly contentType: string; readonly bytes: number }

/** A form that anybody may send until it expires: these fields first, then the file in a field named `file`. */
export type PresignedPost = { readonly url: string; readonly fields: Readonly<Record<string, string>> }

/** Of every object: no key is used for a second picture, so that one may be kept for a year and not asked about again. */
const cacheControl = 'public, max-age=31536000, immutable'

/**
 * Signs an upload by form to S3 with Signature Version 4: the policy in Base64 is what is signed.
 * @param now when it is signed, `expiresAt` until when S3 takes it: ISO 8601 UTC.
 */
export function presignPost(target: PostTarget, object: PostedObject, now: string, expiresAt: string): PresignedPost {
  const { bucket, url, credentials } = target
  const { algorithm, credential, signedAt, sign } = signingAt(target, now)
  const fields = {
    key: object.key,
    'content-type': object.contentType,
    'cache-control': cacheControl,
    'x-amz-algorithm': algorithm,
    'x-amz-credential': credential,
    'x-amz-date': signedAt,
    ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
  }
  const conditions = [
    { bucket },
    ...Object.entries(fields).map(([name, value]) => ({ [name]: value })),
    ['content-length-range', object.bytes, object.bytes],
  ]
  const policy = Buffer.from(JSON.stringify({ expiration: expiresAt, conditions })).toString('base64')
  return { url, fields: { ...fields, policy, 'x-amz-signature': sign(policy) } }
}
