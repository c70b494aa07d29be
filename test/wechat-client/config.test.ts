import { generateKeyPairSync, KeyObject } from 'node:crypto'
import { expect, test } from 'vitest'
import { readWechatPayConfig } from '../../functions/payments/wechat-pay/config.ts'
import { apiV3Key, env, merchant, secret, wechatSerial } from './fixtures.ts'

test('a complete environment gives the config, whatever else is in it', () => {
  const config = readWechatPayConfig({ ...env, PATH: '/bin', TZ: undefined }, secret)
  expect(config).toMatchObject({
    baseUrl: 'https://api.mch.weixin.qq.com',
    mode: 'partner',
    mchid: '1900000001',
    appId: 'wx0000000000000001',
    merchantSerial: env.WECHAT_PAY_MERCHANT_SERIAL,
    apiV3Key,
    notifyUrl: 'https://shop.example.com/v1/wechat-pay/notifications',
  })
  expect(config.merchantPrivateKey).toBeInstanceOf(KeyObject)
  expect([...config.publicKeys.keys()]).toContain(wechatSerial)
})

test('a slash at the end of an address does not matter', () => {
  const slashed = { ...env, WECHAT_PAY_BASE_URL: 'http://127.0.0.1:9000/', WECHAT_PAY_NOTIFY_BASE_URL: 'https://a.cn/' }
  expect(readWechatPayConfig(slashed, secret)).toMatchObject({
    baseUrl: 'http://127.0.0.1:9000',
    notifyUrl: 'https://a.cn/v1/wechat-pay/notifications',
  })
})

test.each(Object.keys(env))('without %s the error names it', (name) => {
  expect(() => readWechatPayConfig({ ...env, [name]: undefined }, secret)).toThrow(new RegExp(`${name} `))
})

const edKey = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' })

test.each([
  ['WECHAT_PAY_BASE_URL', 'ftp://a.cn'],
  ['WECHAT_PAY_BASE_URL', 'https://a.cn/prefix'],
  ['WECHAT_PAY_BASE_URL', 'a.cn'],
  ['WECHAT_PAY_NOTIFY_BASE_URL', 'https://a.cn/?shop=1'],
  ['WECHAT_PAY_MODE', 'both'],
  ['WECHAT_PAY_MCHID', '19000x'],
  ['WECHAT_APP_ID', ''],
  ['WECHAT_PAY_MERCHANT_SERIAL', 'a"b'],
  ['WECHAT_PAY_PUBLIC_KEYS', 'no JSON'],
  ['WECHAT_PAY_PUBLIC_KEYS', '{}'],
  ['WECHAT_PAY_PUBLIC_KEYS', '{"PUB_KEY_ID_1":"no PEM"}'],
  ['WECHAT_PAY_PUBLIC_KEYS', JSON.stringify({ PUB_KEY_ID_1: merchant.publicKey, PUB_KEY_ID_2: edKey })],
])('%s cannot be %s', (name, value) => {
  expect(() => readWechatPayConfig({ ...env, [name]: value }, secret)).toThrow(new RegExp(`${name} must`))
})

test('a malformed secret is named by its field and never shown', () => {
  const wrong = { merchantPrivateKeyPem: 'PRIVATE-MATERIAL', apiV3Key: 'too-short-key' }
  const message = messageOf(() => readWechatPayConfig(env, wrong))
  expect(message).toContain('secret.merchantPrivateKeyPem must')
  expect(message).toContain('secret.apiV3Key must')
  expect(message).not.toMatch(/PRIVATE-MATERIAL|too-short-key/)
  expect(messageOf(() => readWechatPayConfig(env, {}))).toMatch(/merchantPrivateKeyPem is missing.*apiV3Key is missing/)
  expect(messageOf(() => readWechatPayConfig(env, undefined))).toContain('secret')
})

function messageOf(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    return String(error)
  }
  throw new Error('it was accepted')
}
