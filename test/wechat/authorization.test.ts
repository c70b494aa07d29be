import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Formatter, Rsa } from 'wechatpay-axios-plugin'
import { type Answer, type Overrides, openScene, type Scene, subMchid } from './merchant.ts'
import { world } from './world.ts'

let scene: Scene
let target: string

beforeAll(async () => {
  scene = await openScene(world)
  await scene.prepay()
  target = `/v3/pay/partner/transactions/out-trade-no/ord_0001?sp_mchid=${scene.world.mchid}&sub_mchid=${subMchid}`
})
afterAll(() => scene.wechat.close())

const query = (wrong?: Overrides) => scene.merchant.call('GET', target, undefined, wrong)
const seconds = (offset: number) => String(Math.floor(scene.clock.now().getTime() / 1000) + offset)

/** The plugin's own check of an answer's signature. */
function isSigned(answer: Answer, publicKeyPem: string): boolean {
  const [timestamp, nonce, signature] = ['timestamp', 'nonce', 'signature'].map((name) =>
    String(answer.headers.get(`wechatpay-${name}`)),
  )
  const message = Formatter.response(timestamp ?? '', nonce ?? '', answer.text)
  return Rsa.verify(message, signature ?? '', Rsa.fromSpki(pemBody(publicKeyPem)))
}
const pemBody = (pem: string) => pem.replaceAll(/-----[^-]+-----|\s/g, '')

describe('a request', () => {
  test('with a right signature is answered', async () => {
    expect((await query()).status).toBe(200)
  })

  test('signed by the plugin, its parameters in its own order, is answered', async () => {
    const { world } = scene
    const [timestamp, nonce] = [seconds(0), Formatter.nonce()]
    const message = Formatter.request('GET', target, timestamp, nonce)
    const key = Rsa.fromPkcs8(pemBody(world.merchantPrivateKeyPem))
    const authorization = Formatter.authorization(
      world.mchid,
      nonce,
      Rsa.sign(message, key),
      timestamp,
      world.merchantSerial,
    )
    expect((await query({ authorization: () => authorization })).status).toBe(200)
  })

  const stranger = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const refused: [string, () => Overrides][] = [
    ['of another merchant', () => ({ mchid: '1600000000' })],
    ['with an unknown serial', () => ({ serial: 'A'.repeat(40) })],
    ['signed with another key', () => ({ privateKeyPem: stranger.privateKey })],
    ['301 seconds old', () => ({ timestamp: seconds(-301) })],
    ['301 seconds ahead', () => ({ timestamp: seconds(301) })],
    ['with a timestamp in milliseconds', () => ({ timestamp: String(scene.clock.now().getTime()) })],
    ['with another scheme', () => ({ authorization: (right) => right.replace('RSA2048', 'RSA4096') })],
    ['with two spaces after the scheme', () => ({ authorization: (right) => right.replace(' ', '  ') })],
    ['with a space after a comma', () => ({ authorization: (right) => right.replace(',', ', ') })],
    ['without quotes', () => ({ authorization: (right) => right.replaceAll('"', '') })],
    ['with a parameter left out', () => ({ authorization: (right) => right.replace(/nonce_str="[^"]*",/, '') })],
    ['with a parameter twice', () => ({ authorization: (right) => `${right},mchid="${scene.world.mchid}"` })],
    ['with an unknown parameter', () => ({ authorization: (right) => `${right},extra="1"` })],
    [
      'with a broken signature',
      () => ({ authorization: (right) => right.replace(/signature="..../, 'signature="AAAA') }),
    ],
    ['without Authorization', () => ({ authorization: () => 'none' })],
  ]
  test.each(refused)('%s is refused with 401 SIGN_ERROR', async (_name, wrong) => {
    const answer = await query(wrong())
    expect([answer.status, answer.json.code]).toEqual([401, 'SIGN_ERROR'])
  })

  test('exactly 300 seconds old is answered', async () => {
    expect((await query({ timestamp: seconds(-300) })).status).toBe(200)
  })

  test('with a nonce that was used before is refused', async () => {
    const nonce = 'once'.repeat(8)
    expect((await query({ nonce })).status).toBe(200)
    const again = await query({ nonce })
    expect([again.status, again.json.code]).toEqual([401, 'SIGN_ERROR'])
  })

  test('is verified over the raw bytes: an equal body written otherwise is refused', async () => {
    const body = scene.prepayBody({ out_trade_no: 'ord_raw1' })
    const sentBody = JSON.stringify(body, null, 1)
    const answer = await scene.merchant.call('POST', '/v3/pay/partner/transactions/jsapi', body, { sentBody })
    expect([answer.status, answer.json.code]).toEqual([401, 'SIGN_ERROR'])
  })

  test('to another path or with another query than the one signed is refused', async () => {
    for (const sentTarget of [target.replace('ord_0001', 'ord_0002'), target.replace(subMchid, '1900000102')]) {
      const answer = await query({ sentTarget })
      expect([answer.status, answer.json.code]).toEqual([401, 'SIGN_ERROR'])
    }
  })

  test('without an acceptable Accept header, or a POST that is not JSON, is refused', async () => {
    expect((await query({ headers: { accept: 'text/html' } })).json.code).toBe('PARAM_ERROR')
    const body = scene.prepayBody({ out_trade_no: 'ord_plain' })
    const headers = { 'content-type': 'text/plain' }
    const plain = await scene.merchant.call('POST', '/v3/pay/partner/transactions/jsapi', body, { headers })
    expect([plain.status, plain.json.code]).toEqual([400, 'PARAM_ERROR'])
  })

  test('that names a Wechatpay-Serial which never existed is refused', async () => {
    const answer = await query({ headers: { 'wechatpay-serial': 'PUB_KEY_ID_0' } })
    expect([answer.status, answer.json.code]).toEqual([400, 'PARAM_ERROR'])
  })

  test('to an unknown path is 404, with another method 405', async () => {
    expect((await scene.merchant.call('GET', '/v3/nothing')).status).toBe(404)
    expect((await scene.merchant.call('GET', '/v3/refund/domestic/refunds')).status).toBe(405)
  })
})

describe('an answer', () => {
  test('is signed with the public key by default', async () => {
    const answer = await query()
    expect(answer.headers.get('wechatpay-serial')).toBe(scene.world.payPublicKeyId)
    expect(isSigned(answer, scene.world.payPublicKeyPem)).toBe(true)
    expect(isSigned(answer, scene.world.platformPublicKeyPem)).toBe(false)
  })

  test('is signed with the key that the merchant asked for', async () => {
    const answer = await query({ headers: { 'wechatpay-serial': scene.world.platformSerial } })
    expect(answer.headers.get('wechatpay-serial')).toBe(scene.world.platformSerial)
    expect(isSigned(answer, scene.world.platformPublicKeyPem)).toBe(true)
  })

  test('is signed with the key that the stand-in is switched to', async () => {
    scene.wechat.setFaults({ signWith: 'platform' })
    const answer = await query()
    scene.wechat.setFaults({ signWith: 'auto' })
    expect(isSigned(answer, scene.world.platformPublicKeyPem)).toBe(true)
  })

  test('without a body is signed over an empty line', async () => {
    await scene.prepay({ out_trade_no: 'ord_close' })
    const body = { sp_mchid: scene.world.mchid, sub_mchid: subMchid }
    const answer = await scene.merchant.call('POST', '/v3/pay/partner/transactions/out-trade-no/ord_close/close', body)
    expect([answer.status, answer.text]).toEqual([204, ''])
    expect(isSigned(answer, scene.world.payPublicKeyPem)).toBe(true)
  })

  test('that refuses is signed and its Request-ID ends with a number', async () => {
    const answer = await query({ serial: 'B'.repeat(40) })
    expect(isSigned(answer, scene.world.payPublicKeyPem)).toBe(true)
    expect(answer.headers.get('request-id')).toMatch(/-\d+$/)
  })
})
