import { createHash, createHmac } from 'node:crypto'
import * as z from 'zod'
import type { FunctionPlan } from './function-plan.ts'
import { allows } from './iam.ts'
import { localSecretAccessKey, partition, region } from './physical-ids.ts'

type Place = {
  readonly method: 'GET' | 'HEAD'
  readonly bucket: string
  readonly key: string
  readonly functions: readonly Pick<FunctionPlan, 'accessKeyId' | 'permissions'>[]
  readonly now: Date
}

const Query = z.object({
  'X-Amz-Algorithm': z.literal('AWS4-HMAC-SHA256'),
  'X-Amz-Credential': z.string(),
  'X-Amz-Date': z.string().regex(/^\d{8}T\d{6}Z$/),
  'X-Amz-Expires': z.coerce.number().int().min(1).max(604_800),
  'X-Amz-SignedHeaders': z.literal('host'),
  'X-Amz-Signature': z.string(),
})

/** Whether somebody signed for reading: it is held to the rights of who signed. */
export const isSignedGet = (url: URL): boolean => url.searchParams.has('X-Amz-Signature')

/** Why S3 would not give the object under a signed address, or with HEAD say of it, as the code of its answer; undefined where
 *  it would. */
export function getRefusal(url: URL, { method, bucket, key, functions, now }: Place): string | undefined {
  const parsed = Query.safeParse(Object.fromEntries(url.searchParams))
  if (!parsed.success) return 'AuthorizationQueryParametersError'
  const { 'X-Amz-Credential': credential, 'X-Amz-Date': signedAt, 'X-Amz-Expires': expiresS } = parsed.data
  const [accessKeyId = '', ...scope] = credential.split('/')
  const signer = functions.find((one) => one.accessKeyId === accessKeyId)
  if (!signer) return 'InvalidAccessKeyId'
  const day = signedAt.slice(0, 8)
  if (scope.join('/') !== `${day}/${region}/s3/aws4_request`) return 'AuthorizationQueryParametersError'
  if (signatureOf(method, url, { signedAt, day }) !== parsed.data['X-Amz-Signature']) return 'SignatureDoesNotMatch'
  const signed = signedAt.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z')
  if (now.getTime() > Date.parse(signed) + expiresS * 1_000) return 'AccessDenied'
  const resource = `arn:${partition}:s3:::${bucket}/${key}`
  return allows(signer.permissions, 's3:GetObject', resource) ? undefined : 'AccessDenied'
}

function signatureOf(method: string, url: URL, { signedAt, day }: { signedAt: string; day: string }): string {
  const query = url.search
    .slice(1)
    .split('&')
    .filter((pair) => !pair.startsWith('X-Amz-Signature='))
    .sort()
    .join('&')
  const request = `${method}\n${url.pathname}\n${query}\nhost:${url.host}\n\nhost\nUNSIGNED-PAYLOAD`
  const hash = createHash('sha256').update(request).digest('hex')
  const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest()
  const key = [region, 's3', 'aws4_request'].reduce<Buffer>(hmac, hmac(`AWS4${localSecretAccessKey}`, day))
  return hmac(key, `AWS4-HMAC-SHA256\n${signedAt}\n${day}/${region}/s3/aws4_request\n${hash}`).toString('hex')
}
