import { createHmac } from 'node:crypto'

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

const algorithm = 'AWS4-HMAC-SHA256'
/** Of every object: no key is used for a second picture, so that one may be kept for a year and not asked about again. */
const cacheControl = 'public, max-age=31536000, immutable'

/**
 * Signs an upload by form to S3 with Signature Version 4: the policy in Base64 is what is signed.
 * @param now when it is signed, `expiresAt` until when S3 takes it: ISO 8601 UTC.
 */
export function presignPost(target: PostTarget, object: PostedObject, now: string, expiresAt: string): PresignedPost {
  const { bucket, url, region, credentials } = target
  const date = now.slice(0, 10).replaceAll('-', '')
  const fields = {
    key: object.key,
    'content-type': object.contentType,
    'cache-control': cacheControl,
    'x-amz-algorithm': algorithm,
    'x-amz-credential': `${credentials.accessKeyId}/${date}/${region}/s3/aws4_request`,
    'x-amz-date': now.replaceAll(/[-:]|\.\d+/g, ''),
    ...(credentials.sessionToken === undefined ? {} : { 'x-amz-security-token': credentials.sessionToken }),
  }
  const conditions = [
    { bucket },
    ...Object.entries(fields).map(([name, value]) => ({ [name]: value })),
    ['content-length-range', object.bytes, object.bytes],
  ]
  const policy = Buffer.from(JSON.stringify({ expiration: expiresAt, conditions })).toString('base64')
  const key = signingKey(credentials.secretAccessKey, date, region, 's3')
  return { url, fields: { ...fields, policy, 'x-amz-signature': hmac(key, policy).toString('hex') } }
}

/** The key of one day, region and service, made of the secret one. */
export const signingKey = (secretAccessKey: string, date: string, region: string, service: string): Buffer =>
  [date, region, service, 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`))

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
