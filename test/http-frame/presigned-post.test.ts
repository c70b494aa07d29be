import { expect, test } from 'vitest'
import { presignPost } from '../../functions/catalog/presigned-post.ts'
import { signingKey } from '../../functions/catalog/signing.ts'

const target = {
  bucket: 'images-bucket',
  url: 'https://images-bucket.s3.cn-north-1.amazonaws.com.cn/',
  region: 'cn-north-1',
  credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' },
}
const object = { key: 'images/a/b', contentType: 'image/png', bytes: 5 }
const now = '2026-03-01T08:00:00.123Z'
const expiresAt = '2026-03-01T08:10:00.123Z'
const policyOf = ({ policy = '' }: Readonly<Record<string, string>>): unknown =>
  JSON.parse(Buffer.from(policy, 'base64').toString())

test('the signing key is the one of Amazon’s own example', () => {
  const key = signingKey('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', '20120215', 'us-east-1', 'iam')
  expect(key.toString('hex')).toBe('f4780e2d9f65fa895f9c67b32ce1baf0b0d8a43505a000a1a9e090d414db404d')
})

test('the policy names every field, the size and the end', () => {
  const { url, fields } = presignPost(target, object, now, expiresAt)
  expect(url).toBe(target.url)
  const { policy: _policy, 'x-amz-signature': signature, ...named } = fields
  expect(named).toEqual({
    key: 'images/a/b',
    'content-type': 'image/png',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': 'AKID/20260301/cn-north-1/s3/aws4_request',
    'x-amz-date': '20260301T080000Z',
  })
  expect(signature).toMatch(/^[0-9a-f]{64}$/)
  expect(policyOf(fields)).toEqual({
    expiration: expiresAt,
    conditions: [
      { bucket: 'images-bucket' },
      ...Object.entries(named).map(([name, value]) => ({ [name]: value })),
      ['content-length-range', 5, 5],
    ],
  })
})

test('credentials of a role bring their token', () => {
  const ofRole = { ...target, credentials: { ...target.credentials, sessionToken: 'token' } }
  const { fields } = presignPost(ofRole, object, now, expiresAt)
  expect(fields['x-amz-security-token']).toBe('token')
  expect(JSON.stringify(policyOf(fields))).toContain('{"x-amz-security-token":"token"}')
})
