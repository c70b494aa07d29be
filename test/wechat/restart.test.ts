import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { answerOf, createClock, createMerchant, openScene, subMchid } from './merchant.ts'
import { openReceiver } from './receiver.ts'
import { world } from './world.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wechat-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('users, trades, prepay ids, used codes and used nonces outlive a restart', async () => {
  const clock = createClock()
  const before = await openScene(world, { folder, clock })
  const { json } = await before.prepay()
  const code = String((await before.phone('/login-code', { name: 'Mei' })).json.code)
  const session = `/sns/jscode2session?appid=${world.appId}&secret=${world.appSecret}&js_code=${code}&grant_type=authorization_code`
  await fetch(before.wechat.baseUrl + session)
  const target = `/v3/pay/partner/transactions/out-trade-no/ord_0001?sp_mchid=${world.mchid}&sub_mchid=${subMchid}`
  const nonce = 'n'.repeat(32)
  expect((await before.merchant.call('GET', target, undefined, { nonce })).status).toBe(200)
  await before.wechat.close()

  const after = await openScene(world, { folder, clock })
  expect(after.openid).toBe(before.openid)
  expect((await after.merchant.call('GET', target, undefined, { nonce })).status).toBe(401)
  expect((await answerOf(await fetch(after.wechat.baseUrl + session))).json.errcode).toBe(40163)
  expect((await after.pay(json.prepay_id)).status).toBe(200)
  await after.wechat.close()
})

test('a notification that was not acknowledged is repeated after a restart', async () => {
  const receiver = await openReceiver((_received, index) => (index === 0 ? 500 : 204))
  const clock = createClock()
  const before = await openScene(world, { folder, clock })
  await before.payOrder({ notify_url: receiver.url })
  await before.wechat.deliverDue()
  await before.wechat.close()
  clock.advance(15_000)
  const after = await openScene(world, { folder, clock })
  await after.wechat.deliverDue()
  expect(receiver.received).toHaveLength(2)
  await after.wechat.close()
  await receiver.close()
})

test('closing does not wait for a silent receiver, whose notification comes again', async () => {
  const receiver = await openReceiver((_received, index) => (index === 0 ? 'silent' : 204))
  const before = await openScene(world, { folder })
  await before.payOrder({ notify_url: receiver.url })
  await expect.poll(() => receiver.received.length, { interval: 5 }).toBe(1)
  await before.wechat.close()
  const after = await openScene(world, { folder })
  await after.wechat.deliverDue()
  expect(receiver.received).toHaveLength(2)
  await after.wechat.close()
  await receiver.close()
})

/** Runs the stand-in as a process of its own; its address is its first line. */
async function spawnWechat() {
  const start = new URL('../../local/wechat/start-wechat.ts', import.meta.url).href
  const main = join(folder, 'main.mjs')
  writeFileSync(
    main,
    `import { readFileSync } from 'node:fs'
     import { startWechat } from '${start}'
     const world = JSON.parse(readFileSync(process.argv[2] + '/world.json', 'utf8'))
     const wechat = await startWechat({ world, folder: process.argv[2], now: () => new Date() })
     console.log(wechat.baseUrl)`,
  )
  writeFileSync(join(folder, 'world.json'), JSON.stringify(world))
  const child = spawn(process.execPath, [main, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const baseUrl = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()))
    child.once('exit', () => reject(new Error('the process ended before it listened')))
  })
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  return { baseUrl, kill }
}

test('a killed process has lost nothing that it answered for', async () => {
  const first = await spawnWechat()
  const post = (baseUrl: string, path: string, body: object) =>
    fetch(`${baseUrl}/phone${path}`, { method: 'POST', body: JSON.stringify(body) }).then(answerOf)
  const openid = (await post(first.baseUrl, '/users', { name: 'Mei' })).json.openid
  const merchant = createMerchant(world, first.baseUrl, () => new Date())
  const { json } = await merchant.call('POST', '/v3/pay/partner/transactions/jsapi', {
    sp_appid: world.appId,
    sp_mchid: world.mchid,
    sub_mchid: subMchid,
    description: '茶叶',
    out_trade_no: 'ord_0001',
    notify_url: 'http://127.0.0.1:9/n',
    amount: { total: 1200 },
    payer: { sp_openid: openid },
  })
  const payParams = merchant.payParams(String(json.prepay_id))
  const { transactionId } = (await post(first.baseUrl, '/pay', { name: 'Mei', payParams })).json
  await first.kill()

  const second = await spawnWechat()
  const kept = await answerOf(await fetch(`${second.baseUrl}/phone/transactions/ord_0001`))
  expect(kept.json).toMatchObject({ status: 'paid', transactionId, notifications: [{ status: 'pending' }] })
  expect((await post(second.baseUrl, '/users', { name: 'Mei' })).json.openid).toBe(openid)
  await second.kill()
})
