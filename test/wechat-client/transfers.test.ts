import { describe, expect, test } from 'vitest'
import { Rsa } from 'wechatpay-axios-plugin'
import { WechatPayRejected, WechatPayUnavailable } from '../../functions/payments/wechat-pay/errors.ts'
import { openNotification } from '../../functions/payments/wechat-pay/notification.ts'
import { createWechatTransfers } from '../../functions/payments/wechat-pay/transfers.ts'
import { config, nonce, notificationBody, now, signedHeaders, wechat, wechatSerial } from './fixtures.ts'
import { type Answer, failure, serve, signed } from './scripted-server.ts'

const outBillNo = 'trf01JD8Z0000000000000000000A'
const subMchid = '1900000109'
const command = { outBillNo, subMchid, openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o', amountFen: 3_620 }
const begun = {
  out_bill_no: outBillNo,
  transfer_bill_no: '1330000071100999991182020050700019480001',
  create_time: '2026-11-22T12:00:00+08:00',
  state: 'WAIT_USER_CONFIRM',
  package_info: 'affffddafdfafddffda==',
}

async function connect(answers: Answer[], mode: 'partner' | 'direct' = 'partner') {
  const server = await serve(...answers)
  let count = 0
  const transfers = createWechatTransfers(config({ WECHAT_PAY_BASE_URL: server.baseUrl, WECHAT_PAY_MODE: mode }), {
    now: () => now,
    nonce: () => `${nonce}${++count}`,
    pause: async () => undefined,
  })
  return { transfers, received: server.received }
}

test('a transfer is asked for as commission with all that the scene has to report', async () => {
  const { transfers, received } = await connect([signed(200, begun)])
  expect(await transfers.create(command)).toStrictEqual({
    kind: 'known',
    transfer: { outBillNo, state: 'WAIT_USER_CONFIRM', packageInfo: begun.package_info },
  })
  expect(received[0]).toMatchObject({ method: 'POST', url: '/v3/fund-app/mch-transfer/partner/transfer-bills' })
  expect(received[0]?.headers['wechatpay-serial']).toBe(wechatSerial)
  expect(JSON.parse(received[0]?.body ?? '')).toStrictEqual({
    sub_mchid: subMchid,
    appid: 'wx0000000000000001',
    out_bill_no: outBillNo,
    openid: command.openid,
    transfer_amount: 3_620,
    notify_url: 'https://shop.example.com/v1/wechat-pay/notifications',
    transfer_scene_id: '1005',
    transfer_remark: '推广佣金',
    transfer_scene_report_infos: [
      { info_type: '岗位类型', info_content: '推广员' },
      { info_type: '报酬说明', info_content: '已完成订单的推广佣金' },
    ],
  })
})

test('a direct merchant names no sub-merchant, in the query and the cancellation neither', async () => {
  const cancelled = { ...begun, state: 'CANCELING', package_info: undefined }
  const { transfers, received } = await connect([signed(200, begun), signed(200, cancelled)], 'direct')
  await transfers.query({ outBillNo })
  expect(await transfers.cancel({ outBillNo })).toMatchObject({ kind: 'known', transfer: { state: 'CANCELING' } })
  const path = `/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/${outBillNo}`
  expect(received.map(({ url }) => url)).toEqual([path, `${path}/cancel`])
})

test('a transfer is asked for again with the same number and body only', async () => {
  const { transfers, received } = await connect([failure(500, 'SYSTEM_ERROR'), 'drop', signed(200, begun)])
  expect(await transfers.create(command)).toMatchObject({ kind: 'known' })
  expect(new Set(received.map(({ body }) => body)).size).toBe(1)
})

describe('a refusal', () => {
  test.each([
    [400, 'INVALID_REQUEST', false],
    [403, 'NO_AUTH', false],
    [403, 'NOT_ENOUGH', true],
    [403, 'RULE_LIMIT', true],
  ])('%i %s says whether it may be different later: %s', async (status, code, isPassing) => {
    const { transfers } = await connect([failure(status, code)])
    const wechatCode = code.replaceAll('_', '')
    expect(await transfers.create(command)).toEqual({ kind: 'refused', wechatCode, isPassing })
  })
  test.each([
    [404, 'NOT_FOUND'],
    [404, 'RESOURCE_NOT_EXISTS'],
  ])('%i %s of a query means that there is none', async (status, code) => {
    const { transfers } = await connect([failure(status, code)])
    expect(await transfers.query({ outBillNo, subMchid })).toEqual({ kind: 'absent' })
  })
  test('of the signature says nothing of the transfer', async () => {
    const { transfers } = await connect([failure(401, 'SIGN_ERROR')])
    await expect(transfers.query({ outBillNo, subMchid })).rejects.toThrow(WechatPayRejected)
  })
  test('a reply about another number leaves the outcome unknown', async () => {
    const { transfers } = await connect([signed(200, { ...begun, out_bill_no: 'another' })])
    await expect(transfers.create(command)).rejects.toThrow(WechatPayUnavailable)
  })
  test('no call is made with a number that WeChat does not take', async () => {
    const { transfers, received } = await connect([signed(200, begun)])
    await expect(transfers.create({ ...command, outBillNo: 'out_1' })).rejects.toThrow(RangeError)
    expect(received).toEqual([])
  })
})

test('a name is sealed so that WeChat, and another implementation, can open it', async () => {
  const { transfers } = await connect([signed(200, begun)])
  const sealed = transfers.sealName('张三')
  expect(sealed.serial).toBe(wechatSerial)
  expect(Rsa.decrypt(sealed.text, wechat.privateKey)).toBe('张三')
  expect(transfers.sealName('张三').text).not.toBe(sealed.text)
})

describe('the notification of a transfer', () => {
  const notice = { mch_id: '1900000001', ...begun, state: 'SUCCESS', transfer_amount: 3_620, package_info: undefined }
  const open = (resource: unknown) => {
    const body = notificationBody('MCHTRANSFER.BILL.FINISHED', resource, 'mch_payment')
    return openNotification(config(), signedHeaders(body), Buffer.from(body), now)
  }
  test('says how it ended', () => {
    expect(open(notice)).toMatchObject({
      ok: true,
      notification: { kind: 'transfer', transfer: { outBillNo, state: 'SUCCESS', amountFen: 3_620 } },
    })
  })
  test('of another shape is refused, and comes again', () => {
    expect(open({ ...notice, transfer_amount: undefined })).toEqual({ ok: false, reason: 'malformed' })
  })
})
