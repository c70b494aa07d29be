import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { UnreadableBill } from '../../functions/payments/wechat-pay/bill-records.ts'
import { createWechatPay } from '../../functions/payments/wechat-pay/client.ts'
import { WechatPayRejected, WechatPayUnavailable } from '../../functions/payments/wechat-pay/errors.ts'
import { isSigned } from './connect.ts'
import { config, nonce, now, signedHeaders } from './fixtures.ts'
import type { Received } from './scripted-server.ts'

const command = { billDate: '2026-11-21', subMchid: '1900000109' }
const file = `微信订单号,商户订单号,交易状态,微信退款单号,商户退款单号,退款状态,订单金额,申请退款金额
\`421,\`pay_1,\`SUCCESS,\`0,\`0,\`,\`1.00,\`0.00
总交易单数,订单总金额,申请退款总金额
\`1,\`1.00,\`0.00
`
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex')

type Wechat = {
  mode?: 'partner' | 'direct'
  hash?: string
  downloads?: (Buffer | number)[]
  link?: (origin: string) => string
  refusal?: string
}

/** A WeChat that signs the link and answers these files for it, the last one for ever. */
async function connect({
  hash = sha1(file),
  downloads = [gzipSync(file)],
  link,
  refusal,
  mode = 'partner',
}: Wechat = {}) {
  const received: Received[] = []
  let fetched = 0
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request
    received.push({ method, url, headers, body: '' })
    const origin = `http://${headers.host}`
    if (url.startsWith('/v3/bill/')) {
      if (refusal) return response.writeHead(400).end(JSON.stringify({ code: refusal, message: '' }))
      const download_url = link?.(origin) ?? `${origin}/v3/billdownload/file?token=t%2B1`
      const body = JSON.stringify({ hash_type: 'SHA1', hash_value: hash, download_url })
      return response.writeHead(200, signedHeaders(body)).end(body)
    }
    const answer = downloads[Math.min(fetched++, downloads.length - 1)] ?? 500
    return typeof answer === 'number' ? response.writeHead(answer).end() : response.writeHead(200).end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let count = 0
  const effects = { now: () => now, nonce: () => `${nonce}${++count}`, pause: async () => undefined }
  return {
    wechatPay: createWechatPay(config({ WECHAT_PAY_BASE_URL: baseUrl, WECHAT_PAY_MODE: mode }), effects),
    received,
  }
}

test('the link and the file are asked for with signatures, and the file is read in fen', async () => {
  const { wechatPay, received } = await connect()
  expect(await wechatPay.tradeBill(command)).toEqual({
    kind: 'found',
    rows: [{ kind: 'payment', outTradeNo: 'pay_1', transactionId: '421', amountFen: 100, state: 'SUCCESS' }],
  })
  expect(received.map(({ url }) => url)).toEqual([
    '/v3/bill/tradebill?bill_date=2026-11-21&bill_type=ALL&tar_type=GZIP&sub_mchid=1900000109',
    '/v3/billdownload/file?token=t%2B1',
  ])
  expect(received.map(isSigned)).toEqual([true, true])
})

test('a file that comes unpacked, or at the third attempt, is read too', async () => {
  const { wechatPay, received } = await connect({ downloads: [500, 404, Buffer.from(file)] })
  expect(await wechatPay.tradeBill(command)).toMatchObject({ kind: 'found', rows: [{ amountFen: 100 }] })
  expect(received).toHaveLength(4)
})

test.each([
  ['another one', gzipSync(file.replaceAll('1.00', '2.00'))],
  ['cut', gzipSync(file).subarray(0, -10)],
])('a file that is %s is not taken', async (_name, bytes) => {
  const { wechatPay } = await connect({ downloads: [bytes] })
  await expect(wechatPay.tradeBill(command)).rejects.toThrow(UnreadableBill)
})

test('a file that unpacks to more than fits is not taken', async () => {
  const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024))
  const { wechatPay } = await connect({ downloads: [bomb] })
  await expect(wechatPay.tradeBill(command)).rejects.toThrow('cannot be unpacked')
})

test('a file that is too large is not read to its end', async () => {
  const { wechatPay } = await connect({ downloads: [Buffer.alloc(16 * 1024 * 1024 + 1)] })
  await expect(wechatPay.tradeBill(command)).rejects.toThrow('too large')
})

test('a link that leads to another host is not followed', async () => {
  const { wechatPay, received } = await connect({ link: () => 'https://elsewhere.example/v3/billdownload/file' })
  await expect(wechatPay.tradeBill(command)).rejects.toThrow(WechatPayUnavailable)
  expect(received).toHaveLength(1)
})

test('what WeChat says instead of a link', async () => {
  const said = async (refusal: string) => (await connect({ refusal })).wechatPay.tradeBill(command)
  expect(await said('NO_STATEMENT_EXIST')).toEqual({ kind: 'absent' })
  expect(await said('STATEMENT_CREATING')).toEqual({ kind: 'not_ready' })
  await expect(said('PARAM_ERROR')).rejects.toThrow(WechatPayRejected)
})

test('a direct merchant asks for its own account, which is not encrypted', async () => {
  const flow = `微信支付业务单号,业务类型,收支类型,收支金额(元)
\`421,\`交易,\`收入,\`1.00
资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额
\`1,\`1,\`1.00,\`0,\`0.00
`
  const { wechatPay, received } = await connect({ hash: sha1(flow), downloads: [gzipSync(flow)], mode: 'direct' })
  expect(await wechatPay.fundFlowBill({ billDate: '2026-11-21' })).toEqual({
    kind: 'found',
    movements: [{ kind: 'payment', direction: 'in', businessNo: '421', amountFen: 100 }],
  })
  expect(received[0]?.url).toBe('/v3/bill/fundflowbill?bill_date=2026-11-21&account_type=BASIC&tar_type=GZIP')
  expect(received.map(isSigned)).toEqual([true, true])
})

test('what WeChat says instead of a fund flow: a direct merchant without the right is a defect of the settings', async () => {
  const said = async (refusal: string, mode: 'direct' | 'partner' = 'partner') =>
    (await connect({ refusal, mode })).wechatPay.fundFlowBill(command)
  expect(await said('NO_STATEMENT_EXIST')).toEqual({ kind: 'absent' })
  expect(await said('STATEMENT_CREATING')).toEqual({ kind: 'not_ready' })
  expect(await said('NO_AUTH')).toEqual({ kind: 'not_permitted' })
  await expect(said('NO_AUTH', 'direct')).rejects.toThrow(WechatPayRejected)
  await expect(said('PARAM_ERROR')).rejects.toThrow(WechatPayRejected)
})
