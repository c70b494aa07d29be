import { createHmac, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import type { FunctionPlan } from './function-plan.ts'
import { allows } from './iam.ts'
import { localSecretAccessKey, partition, region } from './physical-ids.ts'

/** A form as it came: the fields before the file, their names in lower case, and the file. */
export type PostedForm = { readonly fields: Readonly<Record<string, string>>; readonly file: Buffer }

type Place = { readonly bucket: string; readonly functions: readonly FunctionPlan[]; readonly now: Date }
type Refused = { readonly status: number; readonly code: string }

const Policy = z.object({
  expiration: z.iso.datetime(),
  conditions: z.array(
    z.union([
      z.tuple([z.literal('content-length-range'), z.int(), z.int()]),
      z.tuple([z.literal('eq'), z.string().startsWith('$'), z.string()]),
      z.record(z.string(), z.string()),
    ]),
  ),
})
type Condition = z.infer<typeof Policy>['conditions'][number]

/** Fields that a policy need not name. */
const unsigned = ['policy', 'x-amz-signature']
const denied = { status: 403, code: 'AccessDenied' }

/** Why S3 would not take the form; undefined where it would. */
export function formRefusal(form: PostedForm, { bucket, functions, now }: Place): Refused | undefined {
  const { fields, file } = form
  const { policy = '', key = '' } = fields
  const [accessKeyId, date = '', signedRegion, service, terminal, ...more] = (fields['x-amz-credential'] ?? '').split(
    '/',
  )
  const signer = functions.find((one) => one.accessKeyId === accessKeyId)
  if (!signer) return { status: 403, code: 'InvalidAccessKeyId' }
  const isScoped = signedRegion === region && service === 's3' && terminal === 'aws4_request' && more.length === 0
  if (!isScoped || fields['x-amz-algorithm'] !== 'AWS4-HMAC-SHA256') return { status: 400, code: 'InvalidArgument' }
  if (!isSigned(policy, date, fields['x-amz-signature'] ?? '')) return { status: 403, code: 'SignatureDoesNotMatch' }
  const parsed = parsePolicy(policy)
  if (!parsed) return { status: 400, code: 'InvalidPolicyDocument' }
  if (now.getTime() > Date.parse(parsed.expiration)) return denied
  const [min, max] = sizesOf(parsed.conditions)
  if (file.length < min) return { status: 400, code: 'EntityTooSmall' }
  if (file.length > max) return { status: 400, code: 'EntityTooLarge' }
  if (!isAsAgreed({ ...fields, bucket }, exactOf(parsed.conditions))) return denied
  const resource = `arn:${partition}:s3:::${bucket}/${key}`
  return allows(signer.permissions, 's3:PutObject', resource) ? undefined : denied
}

function isSigned(policy: string, date: string, signature: string): boolean {
  const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest()
  const dayKey = hmac(`AWS4${localSecretAccessKey}`, date)
  const right = hmac(hmac(hmac(hmac(dayKey, region), 's3'), 'aws4_request'), policy)
  const given = Buffer.from(signature, 'hex')
  return given.length === right.length && timingSafeEqual(given, right)
}

function parsePolicy(policy: string) {
  try {
    return Policy.parse(JSON.parse(Buffer.from(policy, 'base64').toString()))
  } catch {
    return undefined
  }
}

function sizesOf(conditions: readonly Condition[]): readonly [min: number, max: number] {
  const range = conditions.find((condition) => Array.isArray(condition) && condition[0] === 'content-length-range')
  return Array.isArray(range) && range[0] === 'content-length-range'
    ? [range[1], range[2]]
    : [0, Number.MAX_SAFE_INTEGER]
}

const exactOf = (conditions: readonly Condition[]): (readonly [string, string])[] =>
  conditions.flatMap((condition): (readonly [string, string])[] => {
    if (!Array.isArray(condition)) return Object.entries(condition)
    return condition[0] === 'eq' ? [[condition[1].slice(1), condition[2]]] : []
  })

/** Every condition holds, and no field came without one. */
function isAsAgreed(fields: Readonly<Record<string, string>>, exact: readonly (readonly [string, string])[]): boolean {
  const agreed = exact.map(([name, value]) => [name.toLowerCase(), value] as const)
  const named = new Set(agreed.map(([name]) => name))
  return (
    agreed.every(([name, value]) => fields[name] === value) &&
    Object.keys(fields).every((name) => named.has(name) || unsigned.includes(name))
  )
}
