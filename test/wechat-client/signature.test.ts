import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Formatter, Rsa } from 'wechatpay-axios-plugin'
import {
  authorization,
  payParams,
  randomNonce,
  verifySignature,
} from '../../functions/payments/wechat-pay/signature.ts'
import { config, env, epochSeconds, merchant, nonce, now, signedHeaders, wechatSerial } from './fixtures.ts'

const { publicKeys } = config()
const body = '{"prepay_id":"wx26112221580621e9b071c00d9e093b0000","说明":"支付"}'
const check = (headers: Record<string, string | undefined>, rawBody = body, at = now) =>
  verifySignature(publicKeys, headers, Buffer.from(rawBody), at)
const refusal = (reason: string) => ({ ok: false, reason })

function headerFields(header: string): Map<string, string> {
  return new Map([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]))
}

describe('signing a request', () => {
  test('another implementation accepts the signature, for any body, path and nonce', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.webPath(),
        fc.stringMatching(/^[0-9A-Za-z]{1,32}$/),
        (anyBody, path, n) => {
          const request = { method: 'POST', pathWithQuery: `/v3${path}?a=1`, body: anyBody } as const
          const fields = headerFields(authorization(config(), request, now, n))
          const message = Formatter.request('POST', `/v3${path}?a=1`, epochSeconds(now), n, anyBody)
          expect(Rsa.verify(message, fields.get('signature') ?? '', merchant.publicKey)).toBe(true)
        },
      ),
      { numRuns: 30 },
    )
  })

  test('the header has one space after the scheme, none after commas, and the five fields of the one who signs', () => {
    const header = authorization(config(), { method: 'GET', pathWithQuery: '/v3/certificates', body: '' }, now, nonce)
    expect(header).toMatch(
      new RegExp(
        `^WECHATPAY2-SHA256-RSA2048 mchid="${env.WECHAT_PAY_MCHID}",nonce_str="${nonce}",timestamp="1795320000",` +
          `serial_no="${env.WECHAT_PAY_MERCHANT_SERIAL}",signature="[A-Za-z0-9+/]{342}=="$`,
      ),
    )
  })

  test('the parameters of wx.requestPayment are signed over the app id, seconds, nonce and prepay id', () => {
    const params = payParams(config(), 'wx201410272009395522657a690389285100', now, nonce)
    expect(params).toMatchObject({
      appId: env.WECHAT_APP_ID,
      timeStamp: '1795320000',
      nonceStr: nonce,
      package: 'prepay_id=wx201410272009395522657a690389285100',
      signType: 'RSA',
    })
    const message = Formatter.joinedByLineFeed(params.appId, params.timeStamp, params.nonceStr, params.package)
    expect(Rsa.verify(message, params.paySign, merchant.publicKey)).toBe(true)
  })

  test('a random nonce has 32 characters and does not come twice', () => {
    const nonces = Array.from({ length: 100 }, randomNonce)
    expect(new Set(nonces).size).toBe(100)
    for (const one of nonces) expect(one).toMatch(/^[0-9a-f]{32}$/)
  })
})

describe('verifying what WeChat signed', () => {
  test('accepts what another implementation signed, with or without a body', () => {
    expect(check(signedHeaders(body))).toEqual({ ok: true })
    expect(check(signedHeaders(''), '')).toEqual({ ok: true })
    expect(check({ ...signedHeaders(body), 'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048' })).toEqual({
      ok: true,
    })
  })

  test('accepts header names in any case', () => {
    const headers = Object.entries(signedHeaders(body))
    expect(check(Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])))).toEqual({ ok: true })
    expect(check(Object.fromEntries(headers.map(([name, value]) => [name.toUpperCase(), value])))).toEqual({ ok: true })
  })

  test.each(Object.keys(signedHeaders('')))('refuses a message without %s, or with an empty one', (name) => {
    expect(check({ ...signedHeaders(body), [name]: undefined })).toEqual(refusal('missing_header'))
    expect(check({ ...signedHeaders(body), [name]: '' })).toEqual(refusal('missing_header'))
  })

  test('refuses the serial of a key that we do not hold', () => {
    for (const serial of ['PUB_KEY_ID_0', wechatSerial.toLowerCase(), '__proto__', 'constructor']) {
      expect(check({ ...signedHeaders(body), 'Wechatpay-Serial': serial })).toEqual(refusal('unknown_serial'))
    }
  })

  test('refuses a signature by another key that we do hold', () => {
    const serial = '7132D72A03E93CDDF8C03BBD1F37EEDF'
    expect(check({ ...signedHeaders(body), 'Wechatpay-Serial': serial })).toEqual(refusal('bad_signature'))
  })

  test.each([
    [-301, 'stale'],
    [-300, 'stale'],
    [-299, undefined],
    [299, undefined],
    [300, 'stale'],
    [301, 'stale'],
  ])('a message from %i s away: %s', (seconds, reason) => {
    const headers = signedHeaders(body, epochSeconds(now) + seconds)
    expect(check(headers)).toEqual(reason ? refusal(reason) : { ok: true })
  })

  test.each(['soon', '1795320000.5', '-1795320000', '0x6b02f6c0', ' 1795320000', '1e9', 'NaN', 'Infinity'])(
    'refuses the timestamp "%s"',
    (timestamp) => {
      expect(check({ ...signedHeaders(body), 'Wechatpay-Timestamp': timestamp })).toEqual(refusal('stale'))
    },
  )

  test('refuses the probe that WeChat sends on purpose, under its own name', () => {
    const probe = `WECHATPAY/SIGNTEST/${signedHeaders(body)['Wechatpay-Signature']}`
    expect(check({ ...signedHeaders(body), 'Wechatpay-Signature': probe })).toEqual(refusal('sign_probe'))
  })

  test('refuses a signature of another type', () => {
    const headers = { ...signedHeaders(body), 'Wechatpay-Signature-Type': 'WECHATPAY2-SM2-WITH-SM3' }
    expect(check(headers)).toEqual(refusal('bad_signature'))
  })

  test('refuses base64 that is not written as WeChat writes it', () => {
    const good = signedHeaders(body)['Wechatpay-Signature'] ?? ''
    const others = [
      good.replace(/=+$/, ''),
      ` ${good}`,
      `${good}\n`,
      `${good.slice(0, 9)}\n${good.slice(9)}`,
      `${good}AAAA`,
    ]
    for (const signature of [...others, 'äöü', '=', 'AAAA']) {
      expect(check({ ...signedHeaders(body), 'Wechatpay-Signature': signature })).toEqual(refusal('bad_signature'))
    }
  })

  test('refuses another nonce, another time, or a body that is another by one byte', () => {
    const headers = signedHeaders(body)
    const later = String(epochSeconds(now) + 1)
    expect(check({ ...headers, 'Wechatpay-Nonce': `${nonce}0` })).toEqual(refusal('bad_signature'))
    expect(check({ ...headers, 'Wechatpay-Timestamp': later })).toEqual(refusal('bad_signature'))
    fc.assert(
      fc.property(fc.nat(Buffer.byteLength(body) - 1), fc.integer({ min: 1, max: 255 }), (index, flip) => {
        const changed = Buffer.from(body)
        changed[index] = (changed[index] ?? 0) ^ flip
        expect(verifySignature(publicKeys, headers, changed, now)).toEqual(refusal('bad_signature'))
      }),
    )
  })

  test('a line feed moved between nonce and body does not pass for the same message', () => {
    const headers = signedHeaders(`line\n${body}`)
    expect(check({ ...headers, 'Wechatpay-Nonce': `${nonce}\nline` })).toEqual(refusal('bad_signature'))
  })

  test('never throws and never accepts, whatever the headers and the body', () => {
    const names = fc.constantFrom(
      ...Object.keys(signedHeaders('')),
      'wechatpay-serial',
      'Wechatpay-Signature-Type',
      '__proto__',
    )
    const values = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(undefined, wechatSerial, String(epochSeconds(now)), signedHeaders(body)['Wechatpay-Signature']),
    )
    fc.assert(
      fc.property(fc.dictionary(names, values), fc.uint8Array(), (headers, bytes) => {
        expect(verifySignature(publicKeys, headers, bytes, now).ok).toBe(false)
      }),
      { numRuns: 500 },
    )
  })
})
