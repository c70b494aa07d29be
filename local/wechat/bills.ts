import { constants, createCipheriv, createHash, publicEncrypt, randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import * as z from 'zod'
import { toBeijingTime } from './beijing-time.ts'
import { type BillEntry, fundFlowFile, tradeBillFile } from './bill-file.ts'
import type { PayCall } from './pay-api.ts'
import { type Parsed, parseParameters, type Reply, refuse } from './reply.ts'

const beijingOffsetMs = 8 * 3_600_000
const dayMs = 86_400_000
/** A day's bill is made by ten o'clock of the next day in Beijing. */
const madeAfterMs = dayMs + 10 * 3_600_000
/** Bills of about three months can be fetched. */
const keptDays = 92
const linkMs = 300_000
/** Records of each kind that one bill is made of. */
const recordsMax = 1_000_000

export const billDownloadPath = '/v3/billdownload/file'

const day = z.iso.date()
const tradeBillQuery = z.strictObject({
  bill_date: day,
  bill_type: z.enum(['ALL', 'SUCCESS', 'REFUND']).default('ALL'),
  tar_type: z.literal('GZIP').optional(),
  sub_mchid: z.string().optional(),
})
const fundFlowQuery = z.strictObject({
  bill_date: day,
  account_type: z.enum(['BASIC', 'OPERATION', 'FEES']).default('BASIC'),
  tar_type: z.literal('GZIP').optional(),
})
const subMerchantQuery = z.strictObject({
  sub_mchid: z.string(),
  bill_date: day,
  account_type: z.enum(['BASIC', 'OPERATION', 'FEES', 'DEPOSIT']),
  algorithm: z.literal('AEAD_AES_256_GCM'),
  tar_type: z.literal('GZIP').optional(),
})
type Asked = { readonly bill_date: string; readonly tar_type?: 'GZIP' | undefined }

/** `GET /v3/bill/tradebill`: where the day's trades and refunds can be fetched, of one sub-merchant or of all. */
export function requestTradeBill(call: PayCall): Reply {
  const parsed = parseParameters(tradeBillQuery, call.query, 'query')
  if (!parsed.ok) return parsed.reply
  const { bill_type, sub_mchid } = parsed.value
  if (sub_mchid !== undefined && call.wechat.world.mode === 'direct') return refuse('PARAM_ERROR', '不支持sub_mchid')
  return linkTo(call, parsed, (entries) => {
    const wanted = entries.filter(
      ({ trade, refund }) =>
        (sub_mchid === undefined || trade.subMchid === sub_mchid) &&
        (bill_type === 'ALL' || (refund === undefined) === (bill_type === 'SUCCESS')),
    )
    return wanted.length === 0 ? undefined : tradeBillFile(call.wechat.world, wanted)
  })
}

/** `GET /v3/bill/fundflowbill`: the merchant's own account. Of a service provider nothing moves there: payments go to the shops. */
export function requestFundFlowBill(call: PayCall): Reply {
  const parsed = parseParameters(fundFlowQuery, call.query, 'query')
  if (!parsed.ok) return parsed.reply
  const isMoving = parsed.value.account_type === 'BASIC' && call.wechat.world.mode === 'direct'
  return linkTo(call, parsed, (entries) => (isMoving && entries.length > 0 ? fundFlowFile(entries) : undefined))
}

/** `GET /v3/bill/sub-merchant-fundflowbill`: a shop's account, for its service provider, in one encrypted file. */
export function requestSubMerchantFundFlow(call: PayCall): Reply {
  const parsed = parseParameters(subMerchantQuery, call.query, 'query')
  if (!parsed.ok) return parsed.reply
  const { world, store, faults } = call.wechat
  const { sub_mchid, account_type } = parsed.value
  if (world.mode === 'direct' || !faults.get().showsShopAccounts) return refuse('NO_AUTH', '商户无此接口权限')
  if (store.subMerchants.get(sub_mchid) === undefined) return refuse('NO_AUTH', '受理关系不存在')
  const seal = sealFor(world.merchantPublicKeyPem)
  const reply = linkTo(
    call,
    parsed,
    (entries) => {
      const own = entries.filter(({ trade }) => trade.subMchid === sub_mchid)
      return account_type === 'BASIC' && own.length > 0 ? fundFlowFile(own) : undefined
    },
    seal.encrypt,
  )
  if (reply.status !== 200) return reply
  const link = { bill_sequence: 1, ...Object(reply.body), encrypt_key: seal.encryptedKey, nonce: seal.nonce }
  return { status: 200, body: { download_bill_count: 1, download_bill_list: [link] } }
}

/** A key for one file, which only the merchant's private key brings out again. */
function sealFor(merchantPublicKeyPem: string) {
  const key = randomBytes(32)
  const nonce = randomBytes(6).toString('hex')
  const padded = { key: merchantPublicKeyPem, padding: constants.RSA_PKCS1_OAEP_PADDING }
  return {
    nonce,
    encryptedKey: publicEncrypt(padded, key).toString('base64'),
    encrypt: (bytes: Buffer) => {
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    },
  }
}

function linkTo(
  call: PayCall,
  { value: asked }: Extract<Parsed<Asked>, { ok: true }>,
  make: (entries: readonly BillEntry[]) => string | undefined,
  encrypt: (bytes: Buffer) => Buffer = (bytes) => bytes,
): Reply {
  const { wechat, nowMs, origin } = call
  const startMs = Date.parse(`${asked.bill_date}T00:00:00Z`) - beijingOffsetMs
  if (nowMs < startMs + madeAfterMs) return refuse('STATEMENT_CREATING', '账单文件正在生成中')
  if (nowMs > startMs + keptDays * dayMs) return refuse('PARAM_ERROR', '仅支持三个月内的账单下载申请')
  const text = make(entriesOf(call, asked.bill_date))
  if (text === undefined) return refuse('NO_STATEMENT_EXIST', '账单文件不存在')
  const token = randomBytes(32).toString('base64url')
  const bytes = encrypt(asked.tar_type === 'GZIP' ? gzipSync(text) : Buffer.from(text))
  wechat.store.bills.removeDue(nowMs)
  wechat.store.bills.put(token, { base64: bytes.toString('base64') }, { dueMs: nowMs + linkMs })
  const hash_value = createHash('sha1').update(text).digest('hex')
  return {
    status: 200,
    body: { hash_type: 'SHA1', hash_value, download_url: `${origin}${billDownloadPath}?token=${token}` },
  }
}

/** The file behind a link, which is signed for like any call and is not signed itself. */
export function downloadBill({ wechat, nowMs, query }: PayCall): Reply {
  const parsed = parseParameters(z.strictObject({ token: z.string() }), query, 'query')
  if (!parsed.ok) return parsed.reply
  wechat.store.bills.removeDue(nowMs)
  const bill = wechat.store.bills.get(parsed.value.token)
  if (bill === undefined) return refuse('RESOURCE_NOT_EXISTS', '下载链接已失效')
  return { status: 200, file: Buffer.from(bill.base64, 'base64') }
}

/** Trades paid and refunds that succeeded on that day in Beijing, in the order of their time. */
function entriesOf({ wechat }: PayCall, billDate: string): readonly BillEntry[] {
  const isOfDay = (atMs: number) => toBeijingTime(atMs).startsWith(billDate)
  const paid = wechat.store.trades.all(recordsMax).flatMap((trade) => (trade.status === 'paid' ? [trade] : []))
  const byNumber = new Map(paid.map((trade) => [trade.outTradeNo, trade]))
  const refunds = wechat.store.refunds.all(recordsMax).flatMap((refund): BillEntry[] => {
    const trade = byNumber.get(refund.outTradeNo)
    const isListed = refund.status === 'SUCCESS' && isOfDay(refund.endedAtMs ?? refund.createdAtMs)
    return trade !== undefined && isListed ? [{ trade, refund }] : []
  })
  const atMs = ({ trade, refund }: BillEntry) => refund?.endedAtMs ?? trade.paidAtMs
  const trades = paid.filter(({ paidAtMs }) => isOfDay(paidAtMs)).map((trade): BillEntry => ({ trade }))
  return [...trades, ...refunds].sort((left, right) => atMs(left) - atMs(right))
}
