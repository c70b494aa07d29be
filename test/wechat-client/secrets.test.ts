import { beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'
import { connectWechatPay } from '../../functions/payments/wechat-pay/connect.ts'
import { readSecret } from '../../functions/shared/secrets.ts'
import { config, env, now, secret, signedHeaders } from './fixtures.ts'
import { type Answer, serve } from './scripted-server.ts'

const arn = 'arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:huitou/wechat-pay-AbCdEf'
const schema = z.object({ apiV3Key: z.string() })

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'cn-north-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local')
  return () => vi.unstubAllEnvs()
})

/** Points the SDK at a server with these answers, as the local runtime does. */
async function serveSecrets(...answers: Answer[]) {
  const { baseUrl, received } = await serve(...answers)
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', baseUrl)
  return received
}
const held = (text: string): Answer => ({ status: 200, body: JSON.stringify({ ARN: arn, SecretString: text }) })

test('reads one secret, signed with the credentials and the region of the environment', async () => {
  const received = await serveSecrets(held('{"apiV3Key":"k"}'))
  expect(await readSecret(arn, schema)).toEqual({ apiV3Key: 'k' })
  expect(received).toHaveLength(1)
  expect(received[0]?.headers['x-amz-target']).toBe('secretsmanager.GetSecretValue')
  expect(received[0]?.headers.authorization).toMatch(
    /Credential=local\/\d{8}\/cn-north-1\/secretsmanager\/aws4_request/,
  )
  expect(JSON.parse(received[0]?.body ?? '')).toEqual({ SecretId: arn })
})

test.each([
  ['is no JSON', 'PRIVATE-MATERIAL', 'is no JSON'],
  ['has another shape', '{"apiV3Key":1,"PRIVATE-MATERIAL":"PRIVATE-MATERIAL"}', 'apiV3Key'],
  ['is no object', '"PRIVATE-MATERIAL"', '(root)'],
])('a secret that %s is named and not shown', async (_, text, told) => {
  await serveSecrets(held(text))
  const error = await readSecret(arn, schema).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(Error)
  expect(String(error)).toContain(arn)
  expect(String(error)).toContain(told)
  expect(JSON.stringify([error, String(error)])).not.toContain('PRIVATE-MATERIAL')
})

test('a secret that is absent, or binary, is an error', async () => {
  await serveSecrets({ status: 400, body: '{"__type":"ResourceNotFoundException","message":"no such secret"}' })
  await expect(readSecret(arn, schema)).rejects.toThrow('no such secret')
  await serveSecrets({ status: 200, body: JSON.stringify({ ARN: arn, SecretBinary: 'AAAA' }) })
  await expect(readSecret(arn, schema)).rejects.toThrow('holds no text')
})

test('a function gets its WeChat Pay client from the environment and the secret', async () => {
  const closed: Answer = { status: 204, headers: signedHeaders('') }
  const wechat = await serve(closed)
  await serveSecrets(held(JSON.stringify(secret)))
  const settings = { ...env, WECHAT_PAY_BASE_URL: wechat.baseUrl }
  const connected = await connectWechatPay({ ...settings, WECHAT_PAY_SECRET_ARN: arn }, () => now)
  expect(connected.config.notifyUrl).toBe(config().notifyUrl)
  expect(await connected.wechatPay.close({ outTradeNo: '01JD8Z', subMchid: '1900000109' })).toBe('closed')
  await expect(connectWechatPay(settings, () => now)).rejects.toThrow('WECHAT_PAY_SECRET_ARN is missing')
})
