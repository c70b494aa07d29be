import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import * as z from 'zod'
import { UnreadableBill } from './bill-records.ts'
import type { WechatPayConfig } from './config.ts'
import { downloadFromWechatPay, type WechatPayEffects } from './transport.ts'

/** Bytes of a bill as it comes, and unpacked: what a function of this size holds in memory. */
const packedBytesMax = 16 * 1024 * 1024
const unpackedBytesMax = 64 * 1024 * 1024

/** What a signed reply says of the file behind a link. */
export const billLink = z.object({
  hash_type: z.literal('SHA1'),
  hash_value: z.string().regex(/^[0-9a-fA-F]{40}$/),
  download_url: z.url({ protocol: /^https?$/ }),
})

/**
 * The text of a bill. The link came in a signed reply; the file behind it is not signed, so it is held to the SHA1 that the
 * reply names, which is that of the file as it is neither packed nor encrypted.
 * @param open decrypts the bytes as they come; throws UnreadableBill.
 * @throws UnreadableBill for a file that is not the one named.
 */
export async function downloadBill(
  config: WechatPayConfig,
  effects: WechatPayEffects,
  link: z.output<typeof billLink>,
  open: (bytes: Buffer) => Buffer = (bytes) => bytes,
): Promise<string> {
  const bytes = await downloadFromWechatPay(config, effects, new URL(link.download_url), packedBytesMax)
  const file = unpack(open(bytes))
  const hash = createHash('sha1').update(file).digest('hex')
  if (hash !== link.hash_value.toLowerCase()) throw new UnreadableBill('The file is not the one whose hash was signed')
  return decode(file)
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
