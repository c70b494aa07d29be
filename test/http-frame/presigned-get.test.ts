import { expect, test } from 'vitest'
import { presignGet } from '../../functions/catalog/presigned-get.ts'

const target = {
  bucket: 'examplebucket',
  url: 'https://examplebucket.s3.amazonaws.com/',
  region: 'us-east-1',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
}
const asked = { method: 'GET', key: 'test.txt' } as const

test('signs an address as Amazon’s documentation of query parameters does', () => {
  const url = new URL(presignGet(target, asked, '2013-05-24T00:00:00.000Z', 86_400))
  expect(url.pathname).toBe('/test.txt')
  expect(url.searchParams.get('X-Amz-Credential')).toBe('AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request')
  expect(url.searchParams.get('X-Amz-Signature')).toBe(
    'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  )
})

test('the token of a role is signed with the rest', () => {
  const role = { ...target, credentials: { ...target.credentials, sessionToken: 'a+token/=' } }
  const url = new URL(presignGet(role, asked, '2013-05-24T00:00:00.000Z', 86_400))
  expect(url.searchParams.get('X-Amz-Security-Token')).toBe('a+token/=')
  expect(url.searchParams.get('X-Amz-Signature')).not.toBe(
    new URL(presignGet(target, asked, '2013-05-24T00:00:00.000Z', 86_400)).searchParams.get('X-Amz-Signature'),
  )
})

test('who may see whether there is an object is not let to read it by the same address', () => {
  const signatureOf = (method: 'GET' | 'HEAD') =>
    new URL(presignGet(target, { ...asked, method }, '2013-05-24T00:00:00.000Z', 60)).searchParams.get(
      'X-Amz-Signature',
    )
  expect(signatureOf('HEAD')).not.toBe(signatureOf('GET'))
})
