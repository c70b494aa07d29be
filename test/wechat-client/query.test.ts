import { describe, expect, test } from 'vitest'
import { WechatPayRejected, WechatPayUnavailable } from '../../functions/payments/wechat-pay/errors.ts'
import { connect, isSigned, outTradeNo, subMchid } from './connect.ts'
import { directTransaction, env, partnerTransaction } from './fixtures.ts'
import { failure, signed } from './scripted-server.ts'

describe('query', () => {
  test('finds a paid payment, asked for by its number in the shop', async () => {
    const { wechatPay, received } = await connect([signed(200, partnerTransaction)])
    const found = await wechatPay.query({ outTradeNo, subMchid })
    expect(found).toMatchObject({ kind: 'found', transaction: { tradeState: 'SUCCESS', totalFen: 1280, subMchid } })
    const url = `/v3/pay/partner/transactions/out-trade-no/${outTradeNo}?sp_mchid=1900000001&sub_mchid=1900000109`
    expect(received[0]).toMatchObject({ method: 'GET', url, body: '' })
    expect(received.every(isSigned)).toBe(true)
  })

  test('finds in direct mode, by the merchant alone', async () => {
    const { wechatPay, received } = await connect([signed(200, directTransaction)], 'direct')
    const found = await wechatPay.query({ outTradeNo })
    expect(found).toMatchObject({ kind: 'found', transaction: { mchid: '1900000001' } })
    expect(received[0]?.url).toBe(`/v3/pay/transactions/out-trade-no/${outTradeNo}?mchid=1900000001`)
  })

  test('encodes a number with other than letters, and signs what it sends', async () => {
    const { wechatPay, received } = await connect([signed(200, { ...partnerTransaction, out_trade_no: 'A|B*C-1' })])
    expect(await wechatPay.query({ outTradeNo: 'A|B*C-1', subMchid })).toMatchObject({ kind: 'found' })
    expect(received[0]?.url).toContain('/A%7CB*C-1?')
    expect(received.every(isSigned)).toBe(true)
  })

  test('asks nothing for a number that would be another path', async () => {
    const { wechatPay, received } = await connect([signed(200, partnerTransaction)])
    for (const number of ['..', '../../../v3/certificates', '']) {
      await expect(wechatPay.query({ outTradeNo: number, subMchid })).rejects.toThrow(RangeError)
      await expect(wechatPay.close({ outTradeNo: number, subMchid })).rejects.toThrow(RangeError)
      await expect(wechatPay.queryRefund({ outRefundNo: number, subMchid })).rejects.toThrow(RangeError)
    }
    expect(received).toEqual([])
  })

  test.each(['NOTPAY', 'CLOSED', 'REVOKED', 'USERPAYING', 'PAYERROR'])(
    'finds an unpaid one: %s',
    async (tradeState) => {
      const { transaction_id: _, success_time: __, payer: ___, ...unpaid } = partnerTransaction
      const { wechatPay } = await connect([signed(200, { ...unpaid, trade_state: tradeState })])
      const transaction = { mchid: '1900000001', subMchid, appId: env.WECHAT_APP_ID, tradeState, outTradeNo }
      expect(await wechatPay.query({ outTradeNo, subMchid })).toStrictEqual({ kind: 'found', transaction })
    },
  )

  test('of a refunded one still tells that it was paid', async () => {
    const { wechatPay } = await connect([signed(200, { ...partnerTransaction, trade_state: 'REFUND' })])
    const found = await wechatPay.query({ outTradeNo, subMchid })
    expect(found).toMatchObject({ transaction: { tradeState: 'REFUND', successAt: '2026-11-22T03:59:58.000Z' } })
  })

  test.each(['ORDER_NOT_EXIST', 'ORDERNOTEXIST', 'ORDER_NOT_EXISTS', 'RESOURCE_NOT_EXISTS'])(
    '404 %s is absent',
    async (code) => {
      const { wechatPay } = await connect([failure(404, code, '', '订单不存在'.repeat(999))])
      expect(await wechatPay.query({ outTradeNo, subMchid })).toEqual({ kind: 'absent' })
    },
  )

  test('a 404 that is not about the payment is not taken for its absence', async () => {
    const { wechatPay } = await connect([{ status: 404, body: '<html>' }, failure(404, 'MCH_NOT_EXISTS')])
    await expect(wechatPay.query({ outTradeNo, subMchid })).rejects.toThrow(WechatPayRejected)
    await expect(wechatPay.query({ outTradeNo, subMchid })).rejects.toThrow(WechatPayRejected)
  })
})

describe('close', () => {
  test('closes, with a signed reply that has no body', async () => {
    const { wechatPay, received } = await connect([signed(204)])
    expect(await wechatPay.close({ outTradeNo, subMchid })).toBe('closed')
    expect(received[0]?.url).toBe(`/v3/pay/partner/transactions/out-trade-no/${outTradeNo}/close`)
    expect(received[0]?.body).toBe('{"sp_mchid":"1900000001","sub_mchid":"1900000109"}')
  })

  test('in direct mode names the merchant', async () => {
    const { wechatPay, received } = await connect([signed(204)], 'direct')
    await wechatPay.close({ outTradeNo })
    expect(received[0]?.body).toBe('{"mchid":"1900000001"}')
  })

  test('does not believe a 204 that is not signed', async () => {
    const { wechatPay } = await connect([{ status: 204 }])
    await expect(wechatPay.close({ outTradeNo, subMchid })).rejects.toThrow(WechatPayUnavailable)
  })

  test.each([
    [400, 'ORDER_PAID', 'paid'],
    [403, 'ORDERPAID', 'paid'],
    [404, 'ORDER_NOT_EXIST', 'absent'],
    [400, 'ORDER_CLOSED', 'closed'],
  ])('%i %s: %s', async (status, code, outcome) => {
    const { wechatPay } = await connect([failure(status, code)])
    expect(await wechatPay.close({ outTradeNo, subMchid })).toBe(outcome)
  })

  test('throws for what leaves the payment open', async () => {
    const { wechatPay } = await connect([failure(403, 'NO_AUTH')])
    await expect(wechatPay.close({ outTradeNo, subMchid })).rejects.toThrow(WechatPayRejected)
  })
})
