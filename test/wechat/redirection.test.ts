import { afterEach, beforeEach, expect, test } from 'vitest'
import { Rsa } from 'wechatpay-axios-plugin'
import { openScene, type Scene, subMchid } from './merchant.ts'
import { world } from './world.ts'

let scene: Scene
let refundId: string

beforeEach(async () => {
  scene = await openScene(world)
  await scene.payOrder()
  scene.wechat.setFaults({ refundOutcome: 'ABNORMAL' })
  const amount = { refund: 500, total: 1200, currency: 'CNY' }
  const body = { sub_mchid: subMchid, out_trade_no: 'ord_0001', out_refund_no: 'r1', amount }
  refundId = String((await scene.merchant.call('POST', path, body)).json.refund_id)
  await afterSecond()
  scene.wechat.setFaults({ refundOutcome: 'SUCCESS' })
})
afterEach(() => scene.wechat.close())

const path = '/v3/refund/domestic/refunds'
const afterSecond = async () => {
  scene.clock.advance(1_000)
  await scene.wechat.deliverDue()
}
const sealed = (text: string, pem = world.payPublicKeyPem) =>
  Rsa.encrypt(text, Rsa.fromSpki(pem.replaceAll(/-----[^-]+-----|\s/g, '')))
const card = () => ({
  bank_type: 'ICBC_DEBIT',
  bank_account: sealed('6222020000001234567'),
  real_name: sealed('梅小姐'),
})
const redirect = (fields: Record<string, unknown>, serial = world.payPublicKeyId, id = refundId) =>
  scene.merchant.call(
    'POST',
    `${path}/${id}/apply-abnormal-refund`,
    { sub_mchid: subMchid, out_refund_no: 'r1', ...fields },
    { headers: { 'wechatpay-serial': serial } },
  )
const toMerchant = { type: 'MERCHANT_BANK_CARD' }
const pair = ({ status, json }: { status: number; json: Record<string, unknown> }) => [status, json.code]

test('is PROCESSING again and ends at the card', async () => {
  const accepted = await redirect({ type: 'USER_BANK_CARD', ...card() })
  expect(accepted.json).toMatchObject({ refund_id: refundId, out_refund_no: 'r1', status: 'PROCESSING' })
  await afterSecond()
  const { json } = await scene.merchant.call('GET', `${path}/r1?sub_mchid=${subMchid}`)
  expect(json).toMatchObject({ status: 'SUCCESS', channel: 'OTHER_BANKCARD', user_received_account: 'ICBC借记卡4567' })
})

test('fields may be encrypted with the platform’s key, when the header says so', async () => {
  const byPlatform = (text: string) => sealed(text, world.platformPublicKeyPem)
  const fields = { type: 'USER_BANK_CARD', bank_type: 'ICBC_DEBIT', bank_account: byPlatform('6222020000001234567') }
  const name = { real_name: byPlatform('梅小姐') }
  expect(pair(await redirect({ ...fields, ...name }))).toEqual([400, 'PARAM_ERROR'])
  expect((await redirect({ ...fields, ...name }, world.platformSerial)).status).toBe(200)
})

test('is asked for once: in process or ended, it is not abnormal any more', async () => {
  expect((await redirect(toMerchant)).status).toBe(200)
  expect(pair(await redirect(toMerchant))).toEqual([400, 'INVALID_REQUEST'])
  await afterSecond()
  expect(pair(await redirect(toMerchant))).toEqual([400, 'INVALID_REQUEST'])
})

test.each<[string, () => ReturnType<typeof redirect>, number, string]>([
  ['to no kind of account', () => redirect({ type: 'CASH' }), 400, 'PARAM_ERROR'],
  [
    'to a card without its holder',
    () => redirect({ type: 'USER_BANK_CARD', ...card(), real_name: undefined }),
    400,
    'PARAM_ERROR',
  ],
  [
    'to a card in plain text',
    () => redirect({ type: 'USER_BANK_CARD', ...card(), bank_account: '6222020000001234' }),
    400,
    'PARAM_ERROR',
  ],
  ['of another sub-merchant', () => redirect({ ...toMerchant, sub_mchid: '1900000102' }), 404, 'RESOURCE_NOT_EXISTS'],
  ['of another number', () => redirect({ ...toMerchant, out_refund_no: 'r2' }), 404, 'RESOURCE_NOT_EXISTS'],
  ['of another refund', () => redirect(toMerchant, world.payPublicKeyId, '503'), 404, 'RESOURCE_NOT_EXISTS'],
])('a redirection %s is refused', async (_name, ask, status, code) => {
  expect(pair(await ask())).toEqual([status, code])
})
