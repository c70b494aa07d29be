import { afterEach, beforeEach, expect, test } from 'vitest'
import { openScene, type Scene, subMchid } from './merchant.ts'
import { world } from './world.ts'

let scene: Scene
let transactionId: string

beforeEach(async () => {
  scene = await openScene(world)
  transactionId = await scene.payOrder()
})
afterEach(() => scene.wechat.close())

const path = '/v3/refund/domestic/refunds'
const refund = (number: string, refundFen: number, changes: Record<string, unknown> = {}) =>
  scene.merchant.call('POST', path, {
    sub_mchid: subMchid,
    transaction_id: transactionId,
    out_refund_no: number,
    amount: { refund: refundFen, total: 1200, currency: 'CNY' },
    ...changes,
  })
const query = (number: string, sub = subMchid) => scene.merchant.call('GET', `${path}/${number}?sub_mchid=${sub}`)
const pair = ({ status, json }: { status: number; json: Record<string, unknown> }) => [status, json.code]

test('a refund is PROCESSING first and SUCCESS later; the trade shows REFUND at once', async () => {
  const accepted = await refund('r1', 500)
  expect(accepted.json).toMatchObject({ status: 'PROCESSING', out_refund_no: 'r1', transaction_id: transactionId })
  const search = `sp_mchid=${world.mchid}&sub_mchid=${subMchid}`
  const trade = await scene.merchant.call('GET', `/v3/pay/partner/transactions/out-trade-no/ord_0001?${search}`)
  expect(trade.json.trade_state).toBe('REFUND')
  await scene.wechat.deliverDue()
  expect((await query('r1')).json.status).toBe('PROCESSING')
  scene.clock.advance(1_000)
  await scene.wechat.deliverDue()
  expect((await query('r1')).json).toMatchObject({ status: 'SUCCESS', success_time: '2026-03-01T09:30:01+08:00' })
})

test('the same number and parameters answer the same refund, other parameters are refused', async () => {
  const first = await refund('r1', 500)
  const again = await refund('r1', 500)
  expect(again.json.refund_id).toBe(first.json.refund_id)
  expect(pair(await refund('r1', 600))).toEqual([400, 'INVALID_REQUEST'])
  expect((await scene.phone('/transactions/ord_0001')).json.refunds).toHaveLength(1)
})

test('the sum of refunds never exceeds what was paid', async () => {
  expect((await refund('r1', 700)).status).toBe(200)
  scene.clock.advance(60_000)
  expect(pair(await refund('r2', 501))).toEqual([400, 'INVALID_REQUEST'])
  expect((await refund('r3', 500)).status).toBe(200)
  scene.clock.advance(60_000)
  expect(pair(await refund('r4', 1))).toEqual([400, 'INVALID_REQUEST'])
})

test('two refunds of one order are at least a minute apart', async () => {
  await refund('r1', 100)
  scene.clock.advance(59_999)
  expect(pair(await refund('r2', 100))).toEqual([429, 'FREQUENCY_LIMITED'])
  scene.clock.advance(1)
  expect((await refund('r2', 100)).status).toBe(200)
})

test('one order has at most fifty refunds', async () => {
  for (let count = 1; count <= 50; count += 1) {
    expect((await refund(`r${count}`, 1)).status).toBe(200)
    scene.clock.advance(60_000)
  }
  expect(pair(await refund('r51', 1))).toEqual([403, 'RULE_LIMIT'])
})

test('a refund that was closed does not count towards the sum', async () => {
  scene.wechat.setFaults({ refundOutcome: 'CLOSED' })
  await refund('r1', 1200)
  scene.clock.advance(60_000)
  await scene.wechat.deliverDue()
  expect((await query('r1')).json.status).toBe('CLOSED')
  scene.wechat.setFaults({ refundOutcome: 'SUCCESS' })
  expect((await refund('r2', 1200)).status).toBe(200)
})

test.each<[string, Record<string, unknown>, number, string]>([
  ['without sub_mchid', { sub_mchid: undefined }, 400, 'PARAM_ERROR'],
  ['of an unknown sub-merchant', { sub_mchid: '1999999999' }, 404, 'MCH_NOT_EXISTS'],
  ['of another sub-merchant', { sub_mchid: '1900000102' }, 404, 'RESOURCE_NOT_EXISTS'],
  ['of an unknown trade', { transaction_id: '42' }, 404, 'RESOURCE_NOT_EXISTS'],
  ['with both numbers', { out_trade_no: 'ord_0001' }, 400, 'PARAM_ERROR'],
  ['with another total', { amount: { refund: 1, total: 1201, currency: 'CNY' } }, 400, 'INVALID_REQUEST'],
  ['of nothing', { amount: { refund: 0, total: 1200, currency: 'CNY' } }, 400, 'PARAM_ERROR'],
  ['without currency', { amount: { refund: 1, total: 1200 } }, 400, 'PARAM_ERROR'],
  ['with an unknown field', { extra: 1 }, 400, 'PARAM_ERROR'],
  ['with a reason of 81 characters', { reason: '坏'.repeat(81) }, 400, 'PARAM_ERROR'],
  ['with a number that has another character', { out_refund_no: 'r 1' }, 400, 'PARAM_ERROR'],
  ['with a notify_url that has a query', { notify_url: 'https://shop.example/n?a' }, 400, 'PARAM_ERROR'],
])('a refund %s is refused', async (_name, changes, status, code) => {
  expect(pair(await refund('r1', 100, changes))).toEqual([status, code])
  expect((await scene.phone('/transactions/ord_0001')).json.refunds).toEqual([])
})

test('an unpaid trade, and one paid over a year ago, are refused', async () => {
  await scene.prepay({ out_trade_no: 'ord_0002' })
  const unpaid = { transaction_id: undefined, out_trade_no: 'ord_0002' }
  expect(pair(await refund('r1', 100, unpaid))).toEqual([400, 'INVALID_REQUEST'])
  scene.clock.advance(365 * 86_400_000 + 1)
  expect(pair(await refund('r1', 100))).toEqual([400, 'INVALID_REQUEST'])
})

test('a query of an unknown refund or by another sub-merchant answers 404', async () => {
  await refund('r1', 100)
  expect(pair(await query('r2'))).toEqual([404, 'RESOURCE_NOT_EXISTS'])
  expect(pair(await query('r1', '1900000102'))).toEqual([404, 'RESOURCE_NOT_EXISTS'])
})

test('six erroneous calls in a second are answered, and then none until the second is over', async () => {
  const wrong = () => refund('r1', 1_201)
  for (let count = 0; count < 6; count += 1) expect(pair(await wrong())).toEqual([400, 'INVALID_REQUEST'])
  expect(pair(await wrong())).toEqual([429, 'FREQUENCY_LIMITED'])
  expect(pair(await refund('r2', 100))).toEqual([429, 'FREQUENCY_LIMITED'])
  scene.clock.advance(1_000)
  expect((await refund('r2', 100)).status).toBe(200)
})

test('the limit of erroneous calls can be switched off', async () => {
  scene.wechat.setFaults({ limitsRates: false })
  for (let count = 0; count < 10; count += 1) expect((await refund('r1', 1_201)).status).toBe(400)
})
