import { expect, test } from 'vitest'
import { presignGet } from '../../functions/catalog/presigned-get.ts'
import { readPermissions } from '../../local/iam.ts'
import { localSecretAccessKey, partition, region } from '../../local/physical-ids.ts'
import { getRefusal } from '../../local/signed-get.ts'

const [bucket, key] = ['pictures', 'images/shop/tea']
const signedAt = '2026-11-22T00:00:00.000Z'

function signer(accessKeyId: string, action: string) {
  const statement = { Effect: 'Allow', Action: action, Resource: `arn:${partition}:s3:::${bucket}/images/*` }
  const properties = { Policies: [{ PolicyDocument: { Statement: [statement] } }] }
  const role = {
    stackName: 'test',
    logicalId: accessKeyId,
    name: accessKeyId,
    type: 'AWS::IAM::Role',
    properties,
  } as const
  return { accessKeyId, permissions: readPermissions([role]).get(accessKeyId) ?? [] }
}
const functions = [signer('READER', 's3:GetObject'), signer('WRITER', 's3:PutObject')]

const signedBy = (accessKeyId: string, secretAccessKey = localSecretAccessKey, method: 'GET' | 'HEAD' = 'GET') => {
  const credentials = { accessKeyId, secretAccessKey, sessionToken: 'a token' }
  const url = `http://127.0.0.1:9000/${bucket}/`
  return new URL(presignGet({ bucket, url, region, credentials }, { method, key }, signedAt, 60))
}
const refusalOf = (url: URL, now = signedAt, method: 'GET' | 'HEAD' = 'GET') =>
  getRefusal(url, { method, bucket, key, functions, now: new Date(now) })

test('gives an object to who may read it and signed for it, until the address expires', () => {
  expect(refusalOf(signedBy('READER'))).toBeUndefined()
  expect(refusalOf(signedBy('READER'), '2026-11-22T00:01:01.000Z')).toBe('AccessDenied')
  expect(refusalOf(signedBy('WRITER'))).toBe('AccessDenied')
  expect(refusalOf(signedBy('NOBODY'))).toBe('InvalidAccessKeyId')
  expect(refusalOf(signedBy('READER', 'another secret'))).toBe('SignatureDoesNotMatch')
  const other = signedBy('READER')
  other.pathname += '2'
  expect(refusalOf(other)).toBe('SignatureDoesNotMatch')
})

test('says whether there is an object to who signed for that, and does not give it', () => {
  const forHead = signedBy('READER', localSecretAccessKey, 'HEAD')
  expect(refusalOf(forHead, signedAt, 'HEAD')).toBeUndefined()
  expect(refusalOf(forHead, signedAt, 'GET')).toBe('SignatureDoesNotMatch')
  expect(refusalOf(signedBy('WRITER', localSecretAccessKey, 'HEAD'), signedAt, 'HEAD')).toBe('AccessDenied')
})
