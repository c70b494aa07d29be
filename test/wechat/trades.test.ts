import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { merchantSign, openScene, type Scene, subMchid } from './merchant.ts'
import { world } from './world.ts'

let scene: Scene

beforeEach(async () => {
  scene = await openScene(world)
})
afterEach(() => scene.wechat.close())

const base = '/v3/pay/partner/transactions'
const caller = (sub = subMchid) => `sp_mchid=${world.mchid}&sub_mchid=${sub}`
const query = (number = 'ord_0001', search = caller()) =>
  scene.merchant.call('GET', `${base}/out-trade-no/${number}?${search}`)
const close = (number = 'ord_0001', sub = subMchid) =>
  scene.merchant.call('POST', `${base}/out-trade-no/${number}/close`, { sp_mchid: world.mchid, sub_mchid: sub })

describe('a query', () => {
  test('of an unpaid trade answers NOTPAY and no transaction id', async () => {
    await scene.prepay()
    const { json } = await query()
    expect(json).toMatchObject({
      out_trade_no: 'ord_0001',
      trade_state: 'NOTPAY',
      sp_mchid: world.mchid,
      sub_mchid: subMchid,
    })
    expect(json).not.toHaveProperty('transaction_id')
  })

  test('of a paid trade answers SUCCESS by either number', async () => {
    const transactionId = await scene.payOrder({ attach: 'shop 1' })
    const expected = {
      trade_state: 'SUCCESS',
      transaction_id: transactionId,
      attach: 'shop 1',
      success_time: '2026-03-01T09:30:00+08:00',
      amount: { total: 1200, payer_total: 1200, currency: 'CNY', payer_currency: 'CNY' },
      payer: { sp_openid: scene.openid },
    }
    expect((await query()).json).toMatchObject(expected)
    expect((await scene.merchant.call('GET', `${base}/id/${transactionId}?${caller()}`)).json).toMatchObject(expected)
  })

  test('signed over an encoded path finds its number', async () => {
    await scene.prepay({ out_trade_no: 'ord|0003' })
    expect((await query('ord%7C0003')).json).toMatchObject({ out_trade_no: 'ord|0003' })
  })

  test('of an unknown number or another sub-merchant answers 404', async () => {
    await scene.prepay()
    for (const answer of [await query('ord_9999'), await query('ord_0001', caller('1900000102'))]) {
      expect([answer.status, answer.json.code]).toEqual([404, 'ORDER_NOT_EXIST'])
    }
  })

  test('without, with another, or with a doubled mchid is refused', async () => {
    await scene.prepay()
    for (const search of [
      '',
      `sp_mchid=1&sub_mchid=${subMchid}`,
      `${caller()}&sub_mchid=${subMchid}`,
      `${caller()}&x=1`,
    ]) {
      const answer = await query('ord_0001', search)
      expect([answer.status, answer.json.code]).toEqual([400, 'PARAM_ERROR'])
    }
  })
})

describe('closing', () => {
  test('answers 204 again and again; nobody can pay then', async () => {
    const { json } = await scene.prepay()
    expect([(await close()).status, (await close()).status]).toEqual([204, 204])
    expect((await query()).json.trade_state).toBe('CLOSED')
    expect((await scene.pay(json.prepay_id)).json).toMatchObject({ error: { code: 'order_closed' } })
  })

  test('a paid trade is refused as ORDER_PAID and changes nothing', async () => {
    await scene.payOrder()
    const answer = await close()
    expect([answer.status, answer.json.code]).toEqual([403, 'ORDER_PAID'])
    expect((await query()).json.trade_state).toBe('SUCCESS')
  })

  test('an unknown trade or one of another sub-merchant is refused', async () => {
    await scene.prepay()
    expect((await close('ord_9999')).json.code).toBe('ORDER_NOT_EXIST')
    expect((await close('ord_0001', '1900000102')).json.code).toBe('ORDER_NOT_EXIST')
    expect((await query()).json.trade_state).toBe('NOTPAY')
  })
})

describe('the phone', () => {
  const payWith = (payParams: object, name = 'Mei') => scene.phone('/pay', { name, payParams })

  test('pays what the merchant signed', async () => {
    const { json } = await scene.prepay()
    const answer = await scene.pay(json.prepay_id)
    expect(answer.json.transactionId).toMatch(/^\d{28}$/)
    expect((await scene.phone('/transactions/ord_0001')).json).toMatchObject({
      status: 'paid',
      totalFen: 1200,
      refunds: [],
    })
  })

  test('pays once', async () => {
    const { json } = await scene.prepay()
    const answers = await Promise.all([scene.pay(json.prepay_id), scene.pay(json.prepay_id)])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409])
  })

  test('refuses a paySign over other values', async () => {
    const { json } = await scene.prepay()
    const right = scene.merchant.payParams(String(json.prepay_id))
    const { appId, timeStamp, nonceStr } = right
    const withoutPrefix = merchantSign(world.merchantPrivateKeyPem, appId, timeStamp, nonceStr, String(json.prepay_id))
    const wrong = [
      { ...right, nonceStr: 'other' },
      { ...right, timeStamp: String(Number(timeStamp) + 1) },
      { ...right, paySign: withoutPrefix },
      { ...right, paySign: merchantSign(world.payPrivateKeyPem, appId, timeStamp, nonceStr, right.package) },
    ]
    for (const payParams of wrong) {
      const answer = await payWith(payParams)
      expect([answer.status, answer.json.error]).toEqual([403, expect.objectContaining({ code: 'wrong_pay_sign' })])
    }
    expect((await payWith(right)).status).toBe(200)
  })

  test('refuses parameters of the wrong form', async () => {
    const { json } = await scene.prepay()
    const right = scene.merchant.payParams(String(json.prepay_id))
    const wrong = [
      { ...right, signType: 'MD5' },
      { ...right, timeStamp: Number(right.timeStamp) },
      { ...right, timeStamp: `${right.timeStamp}000` },
      { ...right, package: String(json.prepay_id) },
      { ...right, extra: '1' },
    ]
    for (const payParams of wrong) expect((await payWith(payParams)).status).toBe(400)
  })

  test('refuses the prepay_id of another payer, of another app, and an unknown one', async () => {
    await scene.phone('/users', { name: 'Lan' })
    const { json } = await scene.prepay()
    expect((await scene.pay(json.prepay_id, 'Lan')).json).toMatchObject({ error: { code: 'wrong_payer' } })
    expect((await scene.pay('wx0')).json).toMatchObject({ error: { code: 'unknown_prepay_id' } })
    const otherApp = scene.merchant.payParams(String(json.prepay_id), 'wx1')
    expect((await payWith(otherApp)).json).toMatchObject({ error: { code: 'wrong_app' } })
  })

  test('refuses a prepay_id after two hours, while a fresh one pays', async () => {
    const { json } = await scene.prepay()
    scene.clock.advance(2 * 3_600_000)
    expect((await scene.pay(json.prepay_id)).json).toMatchObject({ error: { code: 'prepay_id_expired' } })
    expect((await scene.pay((await scene.prepay()).json.prepay_id)).status).toBe(200)
  })

  test('refuses from time_expire on', async () => {
    const { json } = await scene.prepay({ time_expire: '2026-03-01T09:45:00+08:00' })
    scene.clock.advance(15 * 60_000)
    expect((await scene.pay(json.prepay_id)).json).toMatchObject({ error: { code: 'order_expired' } })
  })
})
