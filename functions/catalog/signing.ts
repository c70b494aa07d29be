import { createHmac } from 'node:crypto'
import type { PostTarget } from './presigned-post.ts'

/** Signature Version 4 for S3 at a moment, ISO 8601 UTC: the facts that every request states, and the signer. */
export function signingAt({ region, credentials }: Pick<PostTarget, 'region' | 'credentials'>, now: string) {
  const date = now.slice(0, 10).replaceAll('-', '')
  const scope = `${date}/${region}/s3/aws4_request`
  const key = signingKey(credentials.secretAccessKey, date, region, 's3')
  return {
    algorithm: 'AWS4-HMAC-SHA256',
    signedAt: now.replaceAll(/[-:]|\.\d+/g, ''),
    scope,
    credential: `${credentials.accessKeyId}/${scope}`,
    sign: (text: string): string => hmac(key, text).toString('hex'),
  } as const
}

/** The key of one day, region and service, made of the secret one. */
export const signingKey = (secretAccessKey: string, date: string, region: string, service: string): Buffer =>
  [date, region, service, 'aws4_request'].reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`))

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
