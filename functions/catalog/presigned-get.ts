import { createHash, createHmac } from 'node:crypto'
import { type PostTarget, signingKey } from './presigned-post.ts'

const algorithm = 'AWS4-HMAC-SHA256'

/** What is asked for: with HEAD, whether there is such an object, and of which type and size. */
export type AskedObject = {
  readonly method: 'GET' | 'HEAD'
  /** Letters, digits, `-`, `_`, `.` and slashes, which a path holds as they are. */
  readonly key: string
}

/**
 * The address under which one object of a bucket can be asked for until it expires: Signature Version 4 in the query.
 * @param now when it is signed, ISO 8601 UTC; `expiresS` for how many seconds S3 takes it.
 */
export function presignGet(
  { url, region, credentials }: PostTarget,
  { method, key }: AskedObject,
  now: string,
  expiresS: number,
): string {
  const { host, pathname, href } = new URL(key, url)
  const date = now.slice(0, 10).replaceAll('-', '')
  const signedAt = now.replaceAll(/[-:]|\.\d+/g, '')
  const scope = `${date}/${region}/s3/aws4_request`
  const { sessionToken } = credentials
  // In the order of their names, as they are signed.
  const query = Object.entries({
    'X-Amz-Algorithm': algorithm,
    'X-Amz-Credential': `${credentials.accessKeyId}/${scope}`,
    'X-Amz-Date': signedAt,
    'X-Amz-Expires': `${expiresS}`,
    ...(sessionToken === undefined ? {} : { 'X-Amz-Security-Token': sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  const request = [method, pathname, query, `host:${host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n')
  const text = [algorithm, signedAt, scope, createHash('sha256').update(request).digest('hex')].join('\n')
  const signature = createHmac('sha256', signingKey(credentials.secretAccessKey, date, region, 's3')).update(text)
  return `${href}?${query}&X-Amz-Signature=${signature.digest('hex')}`
}
