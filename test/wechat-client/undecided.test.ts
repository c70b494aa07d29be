import { describe, expect, test } from 'vitest'
import type { WechatPay } from '../../functions/payments/wechat-pay/client.ts'
import { WechatPayUnavailable } from '../../functions/payments/wechat-pay/errors.ts'
import { connect, isSigned, order, outTradeNo, prepaid, subMchid } from './connect.ts'
import { apiV3Key, partnerTransaction, refundReply } from './fixtures.ts'
import { type Answer, failure, signed } from './scripted-server.ts'

describe('an undecided call', () => {
  test.each<[string, Answer]>([
    ['500', failure(500, 'SYSTEM_ERROR')],
    ['503 without a body', { status: 503 }],
    ['429', failure(429, 'FREQUENCY_LIMITED')],
    ['a closed connection', 'drop'],
    ['no answer in time', 'hang'],
    ['a reply that is not signed', { status: 200, body: '{"prepay_id":"wx1"}' }],
    ['a probe', { status: 200, body: '{}', headers: { ...probeHeaders() } }],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }],
  ])('after %s goes out again with the same body and a new signature', async (_, answer) => {
    const { wechatPay, received, pauses } = await connect([answer, answer, prepaid])
    expect(await wechatPay.prepay(order)).toMatchObject({ ok: true })
    expect(pauses).toEqual([1, 2])
    expect(new Set(received.map((request) => request.body)).size).toBe(1)
    expect(new Set(received.map((request) => request.headers.authorization)).size).toBe(3)
    expect(received.every(isSigned)).toBe(true)
  })

  test('gives up after three attempts, and tells what happened but no secret', async () => {
    const { wechatPay, received } = await connect([failure(500, 'SYSTEM_ERROR'), failure(429, 'X'), 'drop'])
    const error = await wechatPay.query({ outTradeNo, subMchid }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(WechatPayUnavailable)
    expect(String(error)).toMatch(/after: status 500, status 429, network$/)
    expect(JSON.stringify([error, String(error)])).not.toContain(apiV3Key)
    expect(received).toHaveLength(3)
  })

  test('verifies the raw bytes of a reply, so a changed space is no reply', async () => {
    const { wechatPay } = await connect([changed(signed(200, partnerTransaction))])
    await expect(wechatPay.query({ outTradeNo, subMchid })).rejects.toThrow(
      'bad_signature, bad_signature, bad_signature',
    )
  })

  test.each([
    ['the prepay id is missing', (pay: WechatPay) => pay.prepay(order), {}],
    ['the payment is another', (pay: WechatPay) => pay.query({ outTradeNo: 'another', subMchid }), partnerTransaction],
    ['the shop is another', (pay: WechatPay) => pay.query({ outTradeNo, subMchid: '1' }), partnerTransaction],
    ['the refund is another', (pay: WechatPay) => pay.queryRefund({ outRefundNo: 'another', subMchid }), refundReply],
  ])('is what remains of a signed reply in which %s', async (_, ask, value) => {
    const { wechatPay } = await connect([signed(200, value)])
    await expect(ask(wechatPay)).rejects.toThrow(WechatPayUnavailable)
  })
})

function probeHeaders(): Record<string, string> {
  const answer = signed(200, {})
  const headers = typeof answer === 'string' ? {} : (answer.headers ?? {})
  return { ...headers, 'Wechatpay-Signature': `WECHATPAY/SIGNTEST/${headers['Wechatpay-Signature']}` }
}

function changed(answer: Answer): Answer {
  return typeof answer === 'string' ? answer : { ...answer, body: `${answer.body} ` }
}
