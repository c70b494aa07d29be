import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Notification, openNotification } from '../../functions/payments/wechat-pay/notification.ts'
import type { HeaderFields } from '../../functions/payments/wechat-pay/signature.ts'
import {
  config,
  directTransaction,
  notificationBody,
  now,
  partnerTransaction,
  refundNotice,
  signedHeaders,
} from './fixtures.ts'

const open = (body: string, headers: HeaderFields = signedHeaders(body), settings = config()) =>
  openNotification(settings, headers, Buffer.from(body), now)
const refusal = (reason: string) => ({ ok: false, reason })
const id = 'EV-2018022511223320873'

/** The envelope with its resource changed, signed again. */
function withResource(changes: Record<string, unknown>): string {
  const envelope = JSON.parse(notificationBody('TRANSACTION.SUCCESS', partnerTransaction))
  return JSON.stringify({ ...envelope, resource: { ...envelope.resource, ...changes } })
}

describe('a payment', () => {
  const payment = {
    tradeState: 'SUCCESS',
    outTradeNo: '01JD8Z0000000000000000000A',
    transactionId: '1217752501201407033233368018',
    mchid: '1900000001',
    appId: 'wx0000000000000001',
    payerOpenid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
    totalFen: 1280,
    payerTotalFen: 1200,
    successAt: '2026-11-22T03:59:58.000Z',
  }

  test('of a partner is opened, its time in UTC, with no empty attach', () => {
    const transaction = { ...payment, subMchid: '1900000109' }
    expect(open(notificationBody('TRANSACTION.SUCCESS', partnerTransaction))).toStrictEqual({
      ok: true,
      notification: { kind: 'payment', id, transaction },
    })
  })

  test('of a direct merchant comes out in the same shape', () => {
    const body = notificationBody('TRANSACTION.SUCCESS', { ...directTransaction, attach: 'shp_1' })
    expect(open(body, signedHeaders(body), config({ WECHAT_PAY_MODE: 'direct' }))).toStrictEqual({
      ok: true,
      notification: { kind: 'payment', id, transaction: { ...payment, attach: 'shp_1' } },
    })
  })

  test('is opened with empty additional data too', () => {
    expect(open(notificationBody('TRANSACTION.SUCCESS', partnerTransaction, ''))).toMatchObject({ ok: true })
  })

  test('covered by coupons alone counts as paid', () => {
    const amount = { total: 1280, payer_total: 0, currency: 'CNY' }
    expect(open(notificationBody('TRANSACTION.SUCCESS', { ...partnerTransaction, amount }))).toMatchObject({
      notification: { transaction: { totalFen: 1280, payerTotalFen: 0 } },
    })
  })

  test.each([
    ['of another shape for the mode', directTransaction],
    ['that is not paid', { ...partnerTransaction, trade_state: 'NOTPAY' }],
    ['with a fraction of a fen', { ...partnerTransaction, amount: { total: 12.8, payer_total: 12.8 } }],
    ['with an amount in text', { ...partnerTransaction, amount: { total: '1280' } }],
    ['in another currency', { ...partnerTransaction, amount: { total: 1280, currency: 'HKD' } }],
    ['at no time', { ...partnerTransaction, success_time: 'today' }],
    ['of nobody', { ...partnerTransaction, payer: undefined }],
    ['that is no object', null],
  ])('%s is refused as malformed', (_, resource) => {
    expect(open(notificationBody('TRANSACTION.SUCCESS', resource))).toEqual(refusal('malformed'))
  })

  test('to another merchant or app is refused', () => {
    for (const changes of [{ sp_mchid: '1900000002' }, { sp_appid: 'wx0000000000000002' }]) {
      const body = notificationBody('TRANSACTION.SUCCESS', { ...partnerTransaction, ...changes })
      expect(open(body)).toEqual(refusal('foreign_merchant'))
    }
  })
})

describe('a refund', () => {
  const refund = {
    outTradeNo: '01JD8Z0000000000000000000A',
    outRefundNo: 'refund-1@A',
    refundId: '50000000382019052709732678859',
    refundFen: 280,
    totalFen: 1280,
    mchid: '1900000001',
  }

  test.each(['SUCCESS', 'ABNORMAL', 'CLOSED'])('that ended in %s is opened', (status) => {
    const body = notificationBody(`REFUND.${status}`, { ...refundNotice, refund_status: status }, 'refund')
    const expected = { ...refund, subMchid: '1900000109', status, successAt: '2026-11-22T04:30:00.000Z' }
    expect(open(body)).toStrictEqual({ ok: true, notification: { kind: 'refund', id, refund: expected } })
  })

  test('of a direct merchant comes out in the same shape', () => {
    const { sp_mchid: mchid, sub_mchid: _, success_time: __, ...shared } = refundNotice
    const body = notificationBody('REFUND.CLOSED', { ...shared, mchid, refund_status: 'CLOSED' })
    expect(open(body, signedHeaders(body), config({ WECHAT_PAY_MODE: 'direct' }))).toStrictEqual({
      ok: true,
      notification: { kind: 'refund', id, refund: { ...refund, status: 'CLOSED' } },
    })
  })

  test('of an unknown state is malformed, of another merchant foreign', () => {
    expect(open(notificationBody('REFUND.SUCCESS', { ...refundNotice, refund_status: 'CHANGE' }))).toEqual(
      refusal('malformed'),
    )
    expect(open(notificationBody('REFUND.SUCCESS', { ...refundNotice, sp_mchid: '1900000002' }))).toEqual(
      refusal('foreign_merchant'),
    )
  })
})

describe('any notification', () => {
  test('of a type that nobody acts on is genuine all the same', () => {
    const body = notificationBody('COMPLAINT.CREATE', { complaint_id: '200201820200101080076610000' })
    const notification = { kind: 'other', id, eventType: 'COMPLAINT.CREATE' }
    expect(open(body)).toStrictEqual({ ok: true, notification })
  })

  test('that WeChat did not sign is refused before anything is read', () => {
    const body = notificationBody('TRANSACTION.SUCCESS', partnerTransaction)
    expect(open(body, {})).toEqual(refusal('missing_header'))
    expect(open(body, { ...signedHeaders(body), 'Wechatpay-Serial': 'other' })).toEqual(refusal('unknown_serial'))
    expect(open(body, signedHeaders(body, 1))).toEqual(refusal('stale'))
    expect(open(body, { ...signedHeaders(body), 'Wechatpay-Signature': 'WECHATPAY/SIGNTEST/x' })).toEqual(
      refusal('sign_probe'),
    )
    expect(open(`${body} `, signedHeaders(body))).toEqual(refusal('bad_signature'))
  })

  test('encrypted with another key, or changed by a bit, is undecryptable', () => {
    const other = notificationBody('TRANSACTION.SUCCESS', partnerTransaction)
    const wrongKey = { ...config(), apiV3Key: 'x'.repeat(32) }
    expect(open(other, signedHeaders(other), wrongKey)).toEqual(refusal('undecryptable'))
    for (const changes of [
      { associated_data: 'refund' },
      { nonce: 'fdasflkja485' },
      { ciphertext: 'AAAA' },
      { ciphertext: '' },
    ]) {
      expect(open(withResource(changes))).toEqual(refusal('undecryptable'))
    }
  })

  test('of another shape is malformed', () => {
    const bodies = [
      '',
      'null',
      '[]',
      '{',
      '{"id":"EV-1"}',
      withResource({ algorithm: 'AES' }),
      withResource({ nonce: 'short' }),
      withResource({ nonce: '十二个字符的随机数十二个' }),
      withResource({ ciphertext: 'not base64!' }),
    ]
    for (const body of bodies) expect(open(body)).toEqual(refusal('malformed'))
  })

  test('over 64 kB is malformed, even a genuine one', () => {
    expect(open(notificationBody('COMPLAINT.CREATE', { text: 'x'.repeat(65_536) }))).toEqual(refusal('malformed'))
  })

  test('is never accepted and never throws, whatever is in a signed envelope', () => {
    const field = fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue(), fc.base64String())
    const resource = fc.record(
      { algorithm: fc.constant('AEAD_AES_256_GCM'), ciphertext: field, nonce: field, associated_data: field },
      { requiredKeys: [] },
    )
    const envelope = fc.record({ id: fc.constant('EV-1'), event_type: fc.constant('TRANSACTION.SUCCESS'), resource })
    fc.assert(
      fc.property(fc.oneof(envelope, fc.jsonValue()), (value) => {
        expect(open(JSON.stringify(value)).ok).toBe(false)
      }),
    )
  })

  test('is a whole payment or refused, and never throws, whatever WeChat encrypted', () => {
    const changes = fc.dictionary(fc.constantFrom(...Object.keys(partnerTransaction)), fc.jsonValue())
    fc.assert(
      fc.property(changes, (changed) => {
        const opened = open(notificationBody('TRANSACTION.SUCCESS', { ...partnerTransaction, ...changed }))
        if (opened.ok) expect(isWholePayment(opened.notification)).toBe(true)
        else expect(['malformed', 'foreign_merchant']).toContain(opened.reason)
      }),
      { examples: [[{}], [{ out_trade_no: '' }], [{ amount: { total: 2 ** 53 } }]] },
    )
  })
})

function isWholePayment(notification: Notification): boolean {
  if (notification.kind !== 'payment') return false
  const { totalFen, payerTotalFen, tradeState, outTradeNo, transactionId, payerOpenid } = notification.transaction
  const areTexts = [outTradeNo, transactionId, payerOpenid].every((text) => typeof text === 'string' && text !== '')
  return areTexts && tradeState === 'SUCCESS' && [totalFen, payerTotalFen].every(Number.isSafeInteger)
}
