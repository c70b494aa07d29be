import { describe, expect, test } from 'vitest'
import { WechatPayRejected } from '../../functions/payments/wechat-pay/errors.ts'
import { connect, isSigned, order, outTradeNo, prepaid, subMchid } from './connect.ts'
import { env, wechatSerial } from './fixtures.ts'
import { failure } from './scripted-server.ts'

describe('prepay', () => {
  test('in partner mode names both merchants and the buyer under the provider, and nothing that is not given', async () => {
    const { wechatPay, received } = await connect([prepaid])
    expect(await wechatPay.prepay(order)).toEqual({ ok: true, prepayId: 'wx201410272009395522657a690389285100' })
    expect(received).toHaveLength(1)
    expect(received[0]).toMatchObject({ method: 'POST', url: '/v3/pay/partner/transactions/jsapi' })
    expect(JSON.parse(received[0]?.body ?? '')).toStrictEqual({
      sp_appid: env.WECHAT_APP_ID,
      sp_mchid: env.WECHAT_PAY_MCHID,
      sub_mchid: subMchid,
      description: '云南小粒咖啡 250 g',
      out_trade_no: outTradeNo,
      time_expire: '2026-11-23T00:15:00+08:00',
      notify_url: 'https://shop.example.com/v1/wechat-pay/notifications',
      amount: { total: 1280, currency: 'CNY' },
      payer: { sp_openid: order.openid },
    })
  })

  test('in direct mode names the one merchant, whatever sub-merchant the shop has', async () => {
    const { wechatPay, received } = await connect([prepaid], 'direct')
    await wechatPay.prepay({ ...order, attach: 'shp_1' })
    expect(received[0]?.url).toBe('/v3/pay/transactions/jsapi')
    const body = JSON.parse(received[0]?.body ?? '')
    expect(body).toMatchObject({ appid: env.WECHAT_APP_ID, mchid: env.WECHAT_PAY_MCHID, attach: 'shp_1' })
    expect(body.payer).toStrictEqual({ openid: order.openid })
    expect(Object.keys(body).filter((name) => /^(sp|sub)_/.test(name))).toEqual([])
  })

  test('is signed over the bytes sent, and says which of the keys it can verify', async () => {
    const { wechatPay, received } = await connect([prepaid])
    await wechatPay.prepay(order)
    const [request] = received
    expect(request && isSigned(request)).toBe(true)
    expect(request?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'wechatpay-serial': wechatSerial,
      'user-agent': 'huitou',
    })
  })

  test('cuts a description to 127 characters and never through one of them', async () => {
    const { wechatPay, received } = await connect([prepaid])
    await wechatPay.prepay({ ...order, description: '茶'.repeat(128) })
    await wechatPay.prepay({ ...order, description: `${'茶'.repeat(126)}🍵🍵` })
    const sent = received.map((request) => JSON.parse(request.body).description)
    expect(sent).toEqual(['茶'.repeat(127), '茶'.repeat(126)])
  })

  test.each([
    [403, 'ORDER_PAID', 'order_paid'],
    [400, 'ORDERPAID', 'order_paid'],
    [400, 'ORDER_CLOSED', 'order_closed'],
    [403, 'OUT_TRADE_NO_USED', 'parameters_differ'],
    [400, 'APPID_MCHID_NOT_MATCH', 'merchant_not_authorised'],
    [400, 'MCH_NOT_EXISTS', 'merchant_not_authorised'],
    [403, 'NO_AUTH', 'merchant_not_authorised'],
    [403, 'RULE_LIMIT', 'payment_not_allowed'],
    [403, 'TRADE_ERROR', 'payment_not_allowed'],
    [403, 'USER_ACCOUNT_ABNORMAL', 'payment_not_allowed'],
  ])('%i %s is the refusal %s, asked once', async (status, code, refusal) => {
    const { wechatPay, received } = await connect([failure(status, code)])
    expect(await wechatPay.prepay(order)).toMatchObject({ ok: false, refusal: { code: refusal } })
    expect(received).toHaveLength(1)
  })

  test('with other parameters than before is refused as such, by the number or by the message', async () => {
    const byNumber = failure(400, 'INVALID_REQUEST', '08F78BB5-268498688')
    const byMessage = failure(400, 'INVALID_REQUEST', '', '请求重入时，参数与首次请求时不一致')
    const { wechatPay } = await connect([byNumber, byMessage])
    const expected = { ok: false, refusal: { code: 'parameters_differ', wechatCode: 'INVALIDREQUEST' } }
    expect(await wechatPay.prepay(order)).toEqual(expected)
    expect(await wechatPay.prepay(order)).toEqual(expected)
  })

  test.each([
    [400, 'PARAM_ERROR'],
    [400, 'INVALID_REQUEST'],
    [401, 'SIGN_ERROR'],
    [401, 'ORDER_PAID'],
    [404, 'SOMETHING_NEW'],
  ])('%i %s is ours to mend: thrown, asked once, with nothing of the body in the message', async (status, code) => {
    const { wechatPay, received } = await connect([failure(status, code)])
    const error = await wechatPay.prepay(order).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(WechatPayRejected)
    expect(String(error)).toContain(`${status} ${code.replaceAll('_', '')}`)
    expect(String(error)).not.toContain(order.openid)
    expect(received).toHaveLength(1)
  })

  test.each([
    ['a number that is too short', { outTradeNo: 'ABC' }],
    ['a number with another character', { outTradeNo: 'ord_01JD8Z@' }],
    ['nothing to pay', { totalFen: 0 }],
    ['a fraction of a fen', { totalFen: 12.8 }],
    ['an attach over 128 characters', { attach: 'x'.repeat(129) }],
    ['no time', { expiresAt: 'soon' }],
    ['no sub-merchant in partner mode', { subMchid: undefined }],
  ])('asks nothing for %s', async (_, changes) => {
    const { wechatPay, received } = await connect([prepaid])
    await expect(wechatPay.prepay({ ...order, ...changes })).rejects.toThrow(RangeError)
    expect(received).toEqual([])
  })
})
