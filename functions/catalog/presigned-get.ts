import { createHash } from 'node:crypto'
import type { PostTarget } from './presigned-post.ts'
import { signingAt } from './signing.ts'

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
export function presignGet(target: PostTarget, { method, key }: AskedObject, now: string, expiresS: number): string {
  const { host, pathname, href } = new URL(key, target.url)
  const { algorithm, credential, signedAt, scope, sign } = signingAt(target, now)
  const { sessionToken } = target.credentials
  // In the order of their names, as they are signed.
  const query = Object.entries({
    'X-Amz-Algorithm': algorithm,
    'X-Amz-Credential': credential,
    'X-Amz-Date': signedAt,
    'X-Amz-Expires': `${expiresS}`,
    ...(sessionToken === undefined ? {} : { 'X-Amz-Security-Token': sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  const request = [method, pathname, query, `host:${host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n')
  const text = [algorithm, signedAt, scope, createHash('sha256').update(request).digest('hex')].join('\n')
  return `${href}?${query}&X-Amz-Signature=${sign(text)}`
}
