import { describe, expect, test } from 'vitest'
import { Rsa } from 'wechatpay-axios-plugin'
import { connect, outTradeNo, refundCommand, subMchid } from './connect.ts'
import { refundReply, wechat, wechatSerial } from './fixtures.ts'
import { failure, signed } from './scripted-server.ts'

describe('refund', () => {
  test('is accepted and not yet done', async () => {
    const { wechatPay, received } = await connect([signed(200, refundReply)])
    const reason = '质量问题'.repeat(21)
    expect(await wechatPay.refund({ ...refundCommand, reason })).toStrictEqual({
      ok: true,
      refund: {
        mchid: '1900000001',
        subMchid,
        outTradeNo,
        outRefundNo: 'refund-1@A',
        refundId: '50000000382019052709732678859',
        status: 'PROCESSING',
        refundFen: 280,
        totalFen: 1280,
      },
    })
    expect(received[0]).toMatchObject({ method: 'POST', url: '/v3/refund/domestic/refunds' })
    expect(JSON.parse(received[0]?.body ?? '')).toStrictEqual({
      sub_mchid: subMchid,
      out_trade_no: outTradeNo,
      out_refund_no: 'refund-1@A',
      notify_url: 'https://shop.example.com/v1/wechat-pay/notifications',
      amount: { refund: 280, total: 1280, currency: 'CNY' },
      reason: '质量问题'.repeat(20),
    })
  })

  test('is retried with the same number only', async () => {
    const { wechatPay, received } = await connect([failure(500, 'SYSTEM_ERROR'), 'drop', signed(200, refundReply)])
    expect(await wechatPay.refund(refundCommand)).toMatchObject({ ok: true })
    expect(received.map((request) => JSON.parse(request.body).out_refund_no)).toEqual(Array(3).fill('refund-1@A'))
  })

  test.each([
    [404, 'RESOURCE_NOT_EXISTS', 'payment_absent'],
    [403, 'NOT_ENOUGH', 'not_enough_funds'],
    [403, 'USER_ACCOUNT_ABNORMAL', 'payer_account_abnormal'],
    [404, 'MCH_NOT_EXISTS', 'merchant_not_authorised'],
    [403, 'NO_AUTH', 'merchant_not_authorised'],
    [400, 'INVALID_REQUEST', 'refund_not_allowed'],
    [403, 'RULE_LIMIT', 'refund_not_allowed'],
    [403, 'TRADE_ERROR', 'refund_not_allowed'],
  ])('%i %s is the refusal %s', async (status, code, refusal) => {
    const { wechatPay } = await connect([failure(status, code)])
    expect(await wechatPay.refund(refundCommand)).toMatchObject({ ok: false, refusal: { code: refusal } })
  })

  test('asks nothing for more than was paid, or for nothing', async () => {
    const { wechatPay, received } = await connect([signed(200, refundReply)])
    await expect(wechatPay.refund({ ...refundCommand, refundFen: 1281 })).rejects.toThrow(RangeError)
    await expect(wechatPay.refund({ ...refundCommand, refundFen: 0 })).rejects.toThrow(RangeError)
    expect(received).toEqual([])
  })

  test('is found again by its number, in both modes', async () => {
    const done = { ...refundReply, status: 'SUCCESS', success_time: '2026-11-22T12:30:00+08:00' }
    const partner = await connect([signed(200, done)])
    const found = await partner.wechatPay.queryRefund({ outRefundNo: 'refund-1@A', subMchid })
    expect(found).toMatchObject({ kind: 'found', refund: { status: 'SUCCESS', successAt: '2026-11-22T04:30:00.000Z' } })
    expect(partner.received[0]?.url).toBe('/v3/refund/domestic/refunds/refund-1%40A?sub_mchid=1900000109')
    const direct = await connect([signed(200, done), failure(404, 'RESOURCE_NOT_EXISTS')], 'direct')
    expect(await direct.wechatPay.queryRefund({ outRefundNo: 'refund-1@A' })).toMatchObject({ kind: 'found' })
    expect(direct.received[0]?.url).toBe('/v3/refund/domestic/refunds/refund-1%40A')
    expect(await direct.wechatPay.queryRefund({ outRefundNo: 'refund-1@A' })).toEqual({ kind: 'absent' })
  })
})

describe('leading an abnormal refund elsewhere', () => {
  const ref = { outRefundNo: 'refund-1@A', refundId: '50000000382019052709732678859', subMchid }
  const card = { bankType: 'ICBC_DEBIT', accountNo: '6222020000001234567', holderName: '梅小姐' }

  test('to a card: number and name are encrypted for the key that the header names, by another implementation’s word', async () => {
    const { wechatPay, received } = await connect([signed(200, refundReply)])
    const answer = await wechatPay.redirectRefund({ ...ref, to: 'user_bank_card', card })
    expect(answer).toMatchObject({ ok: true, refund: { status: 'PROCESSING' } })
    const [{ url, headers, body = '' } = expect.fail('nothing was sent')] = received
    expect(url).toBe('/v3/refund/domestic/refunds/50000000382019052709732678859/apply-abnormal-refund')
    expect(headers['wechatpay-serial']).toBe(wechatSerial)
    const { bank_account, real_name, ...rest } = JSON.parse(body)
    expect(rest).toEqual({
      sub_mchid: subMchid,
      out_refund_no: 'refund-1@A',
      type: 'USER_BANK_CARD',
      bank_type: 'ICBC_DEBIT',
    })
    expect([bank_account, real_name].map((field) => Rsa.decrypt(field, wechat.privateKey))).toEqual([
      card.accountNo,
      card.holderName,
    ])
  })

  test('to the merchant’s own account nothing of a card is sent, in direct mode no sub-merchant', async () => {
    const { wechatPay, received } = await connect([signed(200, refundReply)], 'direct')
    await wechatPay.redirectRefund({ ...ref, to: 'merchant_account' })
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({ out_refund_no: 'refund-1@A', type: 'MERCHANT_BANK_CARD' })
  })

  test('is refused for a refund that is not abnormal, and asks nothing for a number that is none', async () => {
    const { wechatPay, received } = await connect([failure(400, 'INVALID_REQUEST')])
    const answer = await wechatPay.redirectRefund({ ...ref, to: 'merchant_account' })
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'refund_not_allowed' } })
    const wrong = { ...ref, refundId: '../x', to: 'merchant_account' } as const
    await expect(wechatPay.redirectRefund(wrong)).rejects.toThrow(RangeError)
    expect(received).toHaveLength(1)
  })
})
