import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startWechat } from '../../local/wechat/start-wechat.ts'
import { answerOf, createClock, createMerchant, openScene, type Scene } from './merchant.ts'
import { world } from './world.ts'

let scene: Scene

beforeEach(async () => {
  scene = await openScene(world)
})
afterEach(() => scene.wechat.close())

const expectRefused = async (changes: Record<string, unknown>, status: number, code: string) => {
  const answer = await scene.prepay(changes)
  expect([answer.status, answer.json.code]).toEqual([status, code])
  return answer
}

describe('parameters', () => {
  test('of every documented kind are accepted', async () => {
    const answer = await scene.prepay({
      out_trade_no: 'Aa0_-|*',
      time_expire: '2026-03-01T10:30:00+08:00',
      attach: '附',
      goods_tag: 'T',
      support_fapiao: false,
      detail: {
        cost_price: 1200,
        invoice_id: '1',
        goods_detail: [{ merchant_goods_id: 'g1', goods_name: '茶', quantity: 1, unit_price: 1200 }],
      },
      scene_info: { payer_client_ip: '127.0.0.1', store_info: { id: '1', name: '店' } },
      settle_info: { profit_sharing: false },
      limit_pay: ['no_credit'],
    })
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('prepay_id')])
    expect(String(answer.json.prepay_id).length).toBeLessThanOrEqual(64)
  })

  test('that are unknown are refused, also inside, with the documented number', async () => {
    const outside = await expectRefused({ extra: 1 }, 400, 'PARAM_ERROR')
    expect(outside.headers.get('request-id')).toMatch(/-270924358$/)
    expect(outside.json.detail).toMatchObject({ field: '/extra', location: 'body' })
    const inside = await expectRefused({ amount: { total: 1, fee: 1 } }, 400, 'PARAM_ERROR')
    expect(inside.json.detail).toMatchObject({ field: '/amount/fee' })
  })

  const wrong: [string, Record<string, unknown>][] = [
    ['a null', { attach: null }],
    ['no description', { description: undefined }],
    ['a description of 128 characters', { description: '茶'.repeat(128) }],
    ['an attach of 129 characters', { attach: 'a'.repeat(129) }],
    ['a number of 5 characters', { out_trade_no: 'abcde' }],
    ['a number of 33 characters', { out_trade_no: 'a'.repeat(33) }],
    ['a number with another character', { out_trade_no: 'order#1234' }],
    ['a total of 0', { amount: { total: 0 } }],
    ['a negative total', { amount: { total: -1 } }],
    ['a fraction of a fen', { amount: { total: 1.5 } }],
    ['a total in a string', { amount: { total: '1' } }],
    ['another currency', { amount: { total: 1, currency: 'USD' } }],
    ['an http notify_url', { notify_url: 'http://shop.example/n' }],
    ['a notify_url with a query', { notify_url: 'https://shop.example/n?shop=1' }],
    ['a notify_url with a bare question mark', { notify_url: 'https://shop.example/n?' }],
    ['a notify_url with a log-in', { notify_url: 'https://me:pw@shop.example/n' }],
    ['a notify_url of 256 characters', { notify_url: `https://shop.example/${'n'.repeat(235)}` }],
    ['a loopback look-alike', { notify_url: 'http://127.0.0.1.shop.example/n' }],
    ['a time_expire without an offset', { time_expire: '2026-03-01T10:30:00' }],
    ['a time_expire with milliseconds', { time_expire: '2026-03-01T10:30:00.000+08:00' }],
    ['a day that does not exist', { time_expire: '2026-02-30T10:30:00+08:00' }],
    ['an unknown payer', { payer: { sp_openid: 'oNobody' } }],
    ['both payers', { payer: { sp_openid: 'o1', sub_openid: 'o2' } }],
    ['a sub_openid without its sub_appid', { payer: { sub_openid: 'o2' } }],
    ['another merchant than the signer', { sp_mchid: '1600000000' }],
  ]
  test.each(wrong)('with %s are refused', async (_name, changes) => {
    await expectRefused(changes, 400, 'PARAM_ERROR')
  })

  test('that are no JSON object are refused', async () => {
    for (const body of [[], 'text', 1]) {
      const answer = await scene.merchant.call('POST', '/v3/pay/partner/transactions/jsapi', body)
      expect([answer.status, answer.json.code]).toEqual([400, 'PARAM_ERROR'])
    }
  })

  test('count characters, not UTF-16 units', async () => {
    expect((await scene.prepay({ description: '🍵'.repeat(127) })).status).toBe(200)
  })

  test('may name a plain http address of the own machine', async () => {
    for (const [index, host] of ['127.0.0.1:8080', 'localhost:8080', '[::1]:8080'].entries()) {
      const answer = await scene.prepay({ out_trade_no: `loop_${index}0`, notify_url: `http://${host}/n` })
      expect(answer.status).toBe(200)
    }
  })

  test('must name this app, a bound sub-merchant and no foreign sub_appid', async () => {
    await expectRefused({ sp_appid: 'wx0' }, 400, 'APPID_MCHID_NOT_MATCH')
    await expectRefused({ sub_mchid: '1999999999' }, 400, 'MCH_NOT_EXISTS')
    await expectRefused({ sub_appid: 'wx1', payer: { sub_openid: 'o' } }, 400, 'APPID_MCHID_NOT_MATCH')
  })

  test('name a sub-merchant once it is bound', async () => {
    await scene.phone('/sub-merchants', { subMchid: '1999999999' })
    expect((await scene.prepay({ sub_mchid: '1999999999' })).status).toBe(200)
  })
})

describe('a number that was used', () => {
  test('with the same parameters answers a fresh prepay_id of the same trade', async () => {
    const first = await scene.prepay()
    const again = await scene.prepay()
    expect(again.status).toBe(200)
    expect(again.json.prepay_id).not.toBe(first.json.prepay_id)
    expect((await scene.pay(again.json.prepay_id)).status).toBe(200)
    expect((await scene.pay(first.json.prepay_id)).json).toMatchObject({ error: { code: 'already_paid' } })
  })

  test('counts as the same whatever the order of the fields', async () => {
    await scene.prepay()
    const entries = Object.entries(scene.prepayBody()).reverse()
    const answer = await scene.merchant.call('POST', '/v3/pay/partner/transactions/jsapi', Object.fromEntries(entries))
    expect(answer.status).toBe(200)
  })

  test.each([
    ['amount', { amount: { total: 1201, currency: 'CNY' } }],
    ['description', { description: '咖啡' }],
    ['notify_url', { notify_url: 'https://shop.example/other' }],
    ['time_expire', { time_expire: '2026-03-01T12:00:00+08:00' }],
  ])('with another %s is refused with the documented number', async (_name, changes) => {
    await scene.prepay()
    const answer = await expectRefused(changes, 400, 'INVALID_REQUEST')
    expect(answer.headers.get('request-id')).toMatch(/-268498688$/)
  })

  test('by another sub-merchant is refused: numbers are unique under the service provider', async () => {
    await scene.prepay()
    await expectRefused({ sub_mchid: '1900000102' }, 403, 'OUT_TRADE_NO_USED')
  })

  test('for a paid trade is refused as ORDER_PAID, for a closed one as ORDER_CLOSED', async () => {
    await scene.payOrder()
    await expectRefused({}, 403, 'ORDER_PAID')
    await scene.prepay({ out_trade_no: 'ord_0002' })
    const body = { sp_mchid: world.mchid, sub_mchid: '1900000101' }
    await scene.merchant.call('POST', '/v3/pay/partner/transactions/out-trade-no/ord_0002/close', body)
    await expectRefused({ out_trade_no: 'ord_0002' }, 400, 'ORDER_CLOSED')
  })

  test('for a trade past its time_expire is refused', async () => {
    const changes = { time_expire: '2026-03-01T10:00:00+08:00' }
    await scene.prepay(changes)
    scene.clock.advance(30 * 60_000)
    await expectRefused(changes, 400, 'ORDER_CLOSED')
  })
})

describe('time_expire', () => {
  test('earlier than a minute ahead becomes a minute', async () => {
    const { json } = await scene.prepay({ time_expire: '2026-03-01T09:00:00+08:00' })
    scene.clock.advance(59_000)
    expect((await scene.pay(json.prepay_id)).status).toBe(200)
  })

  test('later than ninety days becomes ninety days', async () => {
    await scene.prepay({ time_expire: '2027-03-01T09:00:00+08:00' })
    const { json } = await scene.phone('/transactions/ord_0001')
    expect(json.expiresAtMs).toBe(scene.clock.now().getTime() + 90 * 86_400_000)
  })

  test('left out is seven days', async () => {
    await scene.prepay()
    const { json } = await scene.phone('/transactions/ord_0001')
    expect(json.expiresAtMs).toBe(scene.clock.now().getTime() + 7 * 86_400_000)
  })
})

describe('direct mode', () => {
  test('orders with its own shape, and has no right to the partner endpoint, nor the other way round', async () => {
    const own = { ...world, mode: 'direct' } as const
    const { now } = createClock()
    const wechat = await startWechat({ world: own, now })
    const merchant = createMerchant(own, wechat.baseUrl, now)
    const users = await fetch(`${wechat.baseUrl}/phone/users`, { method: 'POST', body: '{"name":"Mei"}' })
    const { openid } = (await answerOf(users)).json
    const { sp_appid, sp_mchid, sub_mchid, payer, ...common } = scene.prepayBody()
    const body = { ...common, appid: own.appId, mchid: own.mchid, payer: { openid } }
    expect((await merchant.call('POST', '/v3/pay/transactions/jsapi', body)).status).toBe(200)
    const partner = { ...common, sp_appid: own.appId, sp_mchid: own.mchid, sub_mchid, payer: { sp_openid: openid } }
    const crossed = await merchant.call('POST', '/v3/pay/partner/transactions/jsapi', partner)
    expect([crossed.status, crossed.json.code]).toEqual([403, 'NO_AUTH'])
    const direct = { ...common, appid: sp_appid, mchid: sp_mchid, payer: { openid: scene.openid } }
    const other = await scene.merchant.call('POST', '/v3/pay/transactions/jsapi', direct)
    expect([other.status, other.json.code]).toEqual([403, 'NO_AUTH'])
    expect(payer).toEqual({ sp_openid: scene.openid })
    await wechat.close()
  })
})
