import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import * as z from 'zod'
import type { BillRow } from '../../../domain/payments/reconciliation.ts'
import { parseTradeBill, UnreadableBill } from './bill-file.ts'
import type { WechatPayConfig } from './config.ts'
import { WechatPayUnavailable } from './errors.ts'
import { billIsAbsent, billIsNotReady } from './refusals.ts'
import { callWechatPay, downloadFromWechatPay, rejection, type WechatPayEffects } from './transport.ts'

export type TradeBillCommand = {
  /** YYYY-MM-DD in Beijing, within the last three months. */
  readonly billDate: string
  /** Only this shop's; of all when left out. Left aside in direct mode. */
  readonly subMchid?: string | undefined
}

/** absent: nobody paid on that day. not_ready: before about ten o'clock of the next day, ask later. */
export type TradeBill =
  | { readonly kind: 'found'; readonly rows: readonly BillRow[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'not_ready' }

/** Bytes of a bill as it comes, and unpacked: what a function of this size holds in memory. */
export const packedBytesMax = 16 * 1024 * 1024
export const unpackedBytesMax = 64 * 1024 * 1024

const link = z.object({
  hash_type: z.literal('SHA1'),
  hash_value: z.string().regex(/^[0-9a-fA-F]{40}$/),
  download_url: z.url({ protocol: /^https?$/ }),
})

/**
 * The payments and refunds of a day by WeChat's own book. The link comes in a signed reply; the file behind it is not
 * signed, so it is held to the SHA1 that the reply names.
 * Throws UnreadableBill for a file that is not the one named, or not a bill; else like every call to WeChat Pay.
 */
export async function fetchTradeBill(
  config: WechatPayConfig,
  effects: WechatPayEffects,
  { billDate, subMchid }: TradeBillCommand,
): Promise<TradeBill> {
  const fields = new URLSearchParams({
    bill_date: billDate,
    bill_type: 'ALL',
    tar_type: 'GZIP',
    ...(config.mode === 'partner' && subMchid !== undefined ? { sub_mchid: subMchid } : {}),
  })
  const reply = await callWechatPay(config, effects, 'GET', `/v3/bill/tradebill?${fields}`)
  if (reply.kind === 'refused') {
    if (billIsAbsent(reply)) return { kind: 'absent' }
    if (billIsNotReady(reply)) return { kind: 'not_ready' }
    throw rejection('trade bill', reply)
  }
  const { data } = link.safeParse(reply.value)
  if (!data) throw new WechatPayUnavailable('WeChat Pay answered in a shape that is not documented')
  const file = unpack(await downloadFromWechatPay(config, effects, new URL(data.download_url), packedBytesMax))
  const hash = createHash('sha1').update(file).digest('hex')
  if (hash !== data.hash_value.toLowerCase()) throw new UnreadableBill('The file is not the one whose hash was signed')
  return { kind: 'found', rows: parseTradeBill(decode(file)) }
}

/** A file that was asked for packed; one that comes as it is, is taken as it is. */
function unpack(bytes: Buffer): Buffer {
  const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
  try {
    return isPacked ? gunzipSync(bytes, { maxOutputLength: unpackedBytesMax }) : bytes
  } catch {
    throw new UnreadableBill('The file cannot be unpacked')
  }
}

function decode(file: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    throw new UnreadableBill('The file is not UTF-8')
  }
}
