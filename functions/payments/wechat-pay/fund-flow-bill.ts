import { constants, createDecipheriv, privateDecrypt } from 'node:crypto'
import * as z from 'zod'
import type { Movement } from '../../../domain/payments/fund-flow.ts'
import { billLink, downloadBill } from './bill-download.ts'
import { UnreadableBill } from './bill-records.ts'
import type { BillCommand } from './bills.ts'
import type { WechatPayConfig } from './config.ts'
import { WechatPayUnavailable } from './errors.ts'
import { parseFundFlowBill } from './fund-flow-file.ts'
import { billIsAbsent, billIsNotReady, saysNotPermitted } from './refusals.ts'
import { callWechatPay, type Reply, rejection, type WechatPayEffects } from './transport.ts'

/** absent: the account did not move on that day. not_permitted: the product that shows a shop's account is not opened. */
export type FundFlowReply =
  | { readonly kind: 'found'; readonly movements: readonly Movement[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'not_ready' }
  | { readonly kind: 'not_permitted' }

/** Where the payments of customers come in and refunds go out. */
const accountType = 'BASIC'
const tagBytes = 16
/** WeChat cuts a bill above some gigabytes; a second file is more than fits here. */
const filesMax = 1

const encryptedLinks = z.object({
  download_bill_list: z
    .array(billLink.extend({ encrypt_key: z.base64().min(1), nonce: z.string().min(1).max(64) }))
    .min(1),
})

/**
 * How the account moved on a day by WeChat's own book. A direct merchant's is `fundflowbill`. A service provider's own
 * account is not where its shops' money goes, so of a shop it asks `sub-merchant-fundflowbill`, whose file is encrypted
 * with a key that is encrypted for us; WeChat permits that by a product ("下载二级商户资金账单") that is opened once.
 * Throws UnreadableBill for a file that is not the one named, or not a bill; else like every call to WeChat Pay.
 */
export async function fetchFundFlowBill(
  config: WechatPayConfig,
  effects: WechatPayEffects,
  command: BillCommand,
): Promise<FundFlowReply> {
  const reply = await callWechatPay(config, effects, 'GET', fundFlowPath(config, command))
  if (reply.kind === 'refused') {
    if (billIsAbsent(reply)) return { kind: 'absent' }
    if (billIsNotReady(reply)) return { kind: 'not_ready' }
    if (config.mode === 'partner' && saysNotPermitted(reply)) return { kind: 'not_permitted' }
    throw rejection('fund-flow bill', reply)
  }
  const text =
    config.mode === 'direct' ? await plainFile(config, effects, reply) : await openFile(config, effects, reply)
  return { kind: 'found', movements: parseFundFlowBill(text) }
}

function fundFlowPath({ mode }: WechatPayConfig, { billDate, subMchid }: BillCommand): string {
  const fields = { bill_date: billDate, account_type: accountType, tar_type: 'GZIP' }
  if (mode === 'direct') return `/v3/bill/fundflowbill?${new URLSearchParams(fields)}`
  if (!subMchid) throw new RangeError('WeChat Pay: subMchid is needed in partner mode')
  const shop = { sub_mchid: subMchid, ...fields, algorithm: 'AEAD_AES_256_GCM' }
  return `/v3/bill/sub-merchant-fundflowbill?${new URLSearchParams(shop)}`
}

type Accepted = Extract<Reply, { kind: 'accepted' }>

async function plainFile(config: WechatPayConfig, effects: WechatPayEffects, reply: Accepted): Promise<string> {
  const { data } = billLink.safeParse(reply.value)
  if (!data) throw undocumented()
  return downloadBill(config, effects, data)
}

async function openFile(config: WechatPayConfig, effects: WechatPayEffects, reply: Accepted): Promise<string> {
  const { data } = encryptedLinks.safeParse(reply.value)
  const [link] = data?.download_bill_list ?? []
  if (!data || !link) throw undocumented()
  if (data.download_bill_list.length > filesMax) throw new UnreadableBill('The bill is cut into several files')
  return downloadBill(config, effects, link, (bytes) => decrypt(config, link, bytes))
}

const undocumented = () => new WechatPayUnavailable('WeChat Pay answered in a shape that is not documented')

/** The file's key comes encrypted with the public key of our certificate (RSA-OAEP); the file is binary, its tag at the end. */
function decrypt(
  { merchantPrivateKey }: WechatPayConfig,
  { encrypt_key, nonce }: { readonly encrypt_key: string; readonly nonce: string },
  bytes: Buffer,
): Buffer {
  try {
    const sealed = Buffer.from(encrypt_key, 'base64')
    const key = privateDecrypt({ key: merchantPrivateKey, padding: constants.RSA_PKCS1_OAEP_PADDING }, sealed)
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
    decipher.setAuthTag(bytes.subarray(-tagBytes))
    return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()])
  } catch {
    throw new UnreadableBill('The file cannot be decrypted')
  }
}
