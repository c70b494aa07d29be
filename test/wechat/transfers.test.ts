import { constants, publicEncrypt } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openScene, type Scene, subMchid } from './merchant.ts'
import { world } from './world.ts'

let scene: Scene

beforeEach(async () => {
  scene = await openScene(world)
})
afterEach(() => scene.wechat.close())

const bills = '/v3/fund-app/mch-transfer/partner/transfer-bills'
const infos = [
  { info_type: '岗位类型', info_content: '推广员' },
  { info_type: '报酬说明', info_content: '佣金' },
]
const create = (number: string, changes: Record<string, unknown> = {}) =>
  scene.merchant.call('POST', bills, {
    sub_mchid: subMchid,
    appid: world.appId,
    out_bill_no: number,
    transfer_scene_id: '1005',
    openid: scene.openid,
    transfer_amount: 1_000,
    transfer_remark: '佣金',
    transfer_scene_report_infos: infos,
    ...changes,
  })
const query = (number: string, sub = subMchid) =>
  scene.merchant.call('GET', `${bills}/out-bill-no/${number}?sub_mchid=${sub}`)
const cancel = (number: string) =>
  scene.merchant.call('POST', `${bills}/out-bill-no/${number}/cancel`, { sub_mchid: subMchid })
const confirm = (packageInfo: unknown, name = 'Mei') =>
  scene.phone('/transfers/confirm', {
    name,
    merchantTransfer: { mchId: world.mchid, subMchId: subMchid, appId: world.appId, package: packageInfo },
  })
const pair = ({ status, json }: { status: number; json: Record<string, unknown> }) => [status, json.code]
const later = async (ms: number) => {
  scene.clock.advance(ms)
  await scene.wechat.deliverDue()
}
const sealed = (name: string) => {
  const key = { key: world.payPublicKeyPem, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
  return publicEncrypt(key, Buffer.from(name)).toString('base64')
}

test('a transfer waits for the user, who confirms it on the phone; then it is on its way, and done', async () => {
  const { json } = await create('trf1')
  expect(json).toMatchObject({ out_bill_no: 'trf1', state: 'WAIT_USER_CONFIRM' })
  expect((await confirm(json.package_info)).status).toBe(200)
  expect((await query('trf1')).json).toMatchObject({ state: 'TRANSFERING', transfer_amount: 1_000 })
  expect((await confirm(json.package_info)).status).toBe(409)
  await later(1_000)
  expect((await query('trf1')).json).toMatchObject({ state: 'SUCCESS' })
})

test('the same number and parameters are one transfer, other parameters are refused', async () => {
  const first = await create('trf1')
  expect((await create('trf1')).json.transfer_bill_no).toBe(first.json.transfer_bill_no)
  expect(pair(await create('trf1', { transfer_amount: 1_001 }))).toEqual([400, 'INVALID_REQUEST'])
})

test('until the user has confirmed it, it can be called off', async () => {
  await create('trf1')
  expect((await cancel('trf1')).json.state).toBe('CANCELING')
  await later(1_000)
  expect((await query('trf1')).json.state).toBe('CANCELLED')
  const { json } = await create('trf2')
  await confirm(json.package_info)
  expect(pair(await cancel('trf2'))).toEqual([400, 'INVALID_REQUEST'])
})

test('what nobody confirms in a day ends', async () => {
  const { json } = await create('trf1')
  await later(86_400_000)
  expect((await query('trf1')).json.state).toBe('CANCELLED')
  expect((await confirm(json.package_info)).status).toBe(409)
})

test('from 2,000 yuan on it is for a named person, and fails for anybody else', async () => {
  scene.wechat.setFaults({ transferMaxFen: 500_000 })
  const large = { transfer_amount: 200_000 }
  expect(pair(await create('trf1', large))).toEqual([400, 'PARAM_ERROR'])
  expect(pair(await create('trf1', { ...large, user_name: 'AAAA' }))).toEqual([400, 'PARAM_ERROR'])
  for (const [number, name, state] of [
    ['trf2', 'Mei', 'SUCCESS'],
    ['trf3', 'Li', 'FAIL'],
  ] as const) {
    const { json } = await create(number, { ...large, user_name: sealed(name) })
    await confirm(json.package_info)
    await later(1_000)
    expect((await query(number)).json.state).toBe(state)
  }
})

test('one user gets so much in a day', async () => {
  for (let count = 0; count < 10; count++)
    expect((await create(`trf${count}`, { transfer_amount: 20_000 })).status).toBe(200)
  expect(pair(await create('trf10', { transfer_amount: 20_000 }))).toEqual([403, 'RULE_LIMIT'])
  scene.clock.advance(86_400_000)
  expect((await create('trf10', { transfer_amount: 20_000 })).status).toBe(200)
})

test.each<[string, Record<string, unknown>, number, string]>([
  ['with a number that has another character', { out_bill_no: 'trf_1' }, 400, 'PARAM_ERROR'],
  ['of nine fen', { transfer_amount: 9 }, 400, 'INVALID_REQUEST'],
  ['above the limit of one transfer', { transfer_amount: 20_001 }, 400, 'INVALID_REQUEST'],
  ['to somebody unknown', { openid: 'nobody' }, 400, 'PARAM_ERROR'],
  ['of another app', { appid: 'wx1' }, 400, 'APPID_MCHID_NOT_MATCH'],
  ['of an unknown sub-merchant', { sub_mchid: '1999999999' }, 400, 'MCH_NOT_EXISTS'],
  ['in a scene that was not granted', { transfer_scene_id: '1000' }, 403, 'NO_AUTH'],
  ['with half a report', { transfer_scene_report_infos: infos.slice(1) }, 400, 'PARAM_ERROR'],
  ['with a remark that is too long', { transfer_remark: '长'.repeat(33) }, 400, 'PARAM_ERROR'],
  ['with an unknown field', { extra: 1 }, 400, 'PARAM_ERROR'],
])('a transfer %s is refused', async (_name, changes, status, code) => {
  expect(pair(await create('trf1', changes))).toEqual([status, code])
  expect((await scene.phone('/transfers', { name: 'Mei' })).json.transfers).toEqual([])
})

test('nobody but the user can take it, and no other merchant sees it', async () => {
  const { json } = await create('trf1')
  await scene.phone('/users', { name: 'Li' })
  expect((await confirm(json.package_info, 'Li')).status).toBe(404)
  expect(pair(await query('trf1', '1900000102'))).toEqual([404, 'NOT_FOUND'])
  expect(pair(await query('trf2'))).toEqual([404, 'NOT_FOUND'])
})
