import { createDecipheriv } from 'node:crypto'
import * as z from 'zod'
import type { WechatPayConfig } from './config.ts'
import { parseJson } from './json.ts'
import { parseRefundNotice, type RefundResult } from './refund.ts'
import { type HeaderFields, type SignatureRefusal, verifySignature } from './signature.ts'
import { type PaidTransaction, parseTransaction } from './transaction.ts'
import { parseTransferNotice, type TransferResult } from './transfers.ts'

/** A real one has about 2 kB. */
const notificationBytesMax = 65_536

const tagBytes = 16

/** `id` is WeChat's id of the notification: the same when it is sent again. */
export type Notification =
  | { readonly kind: 'payment'; readonly id: string; readonly transaction: PaidTransaction }
  | { readonly kind: 'refund'; readonly id: string; readonly refund: RefundResult }
  | { readonly kind: 'transfer'; readonly id: string; readonly transfer: TransferResult }
  /** True, but of a type that nobody here acts on: acknowledge it, or it comes again for a day. */
  | { readonly kind: 'other'; readonly id: string; readonly eventType: string }

/** malformed: no message of the documented shape. undecryptable: not encrypted with our key. foreign_merchant: not about us. */
export type NotificationRefusal = SignatureRefusal | 'malformed' | 'undecryptable' | 'foreign_merchant'

export type OpenedNotification =
  | { readonly ok: true; readonly notification: Notification }
  | { readonly ok: false; readonly reason: NotificationRefusal }

const envelope = z.object({
  id: z.string().min(1).max(64),
  event_type: z.string().min(1).max(64),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.base64(),
    nonce: z.string().refine((nonce) => Buffer.byteLength(nonce) === 12),
    associated_data: z.string().default(''),
  }),
})
type Envelope = z.output<typeof envelope>

/**
 * Opens what WeChat Pay posted: checks the signature over the raw bytes, decrypts (AES-256-GCM) and parses.
 * Never throws: whatever is wrong with the message is a refusal, to be answered with a 4xx so that WeChat sends it again.
 */
export function openNotification(
  config: WechatPayConfig,
  headers: HeaderFields,
  rawBody: Buffer,
  now: Date,
): OpenedNotification {
  if (rawBody.length > notificationBytesMax) return refuse('malformed')
  const check = verifySignature(config.publicKeys, headers, rawBody, now)
  if (!check.ok) return check
  const parsed = envelope.safeParse(parseJson(rawBody.toString()))
  if (!parsed.success) return refuse('malformed')
  const plaintext = decrypt(config.apiV3Key, parsed.data.resource)
  if (plaintext === undefined) return refuse('undecryptable')
  return openResource(config, parsed.data, parseJson(plaintext))
}

function openResource(config: WechatPayConfig, { id, event_type: eventType }: Envelope, value: unknown) {
  switch (eventType) {
    case 'TRANSACTION.SUCCESS': {
      const transaction = parseTransaction(config.mode, value)
      if (transaction?.tradeState !== 'SUCCESS') return refuse('malformed')
      const isOurs = transaction.mchid === config.mchid && transaction.appId === config.appId
      return isOurs ? open({ kind: 'payment', id, transaction }) : refuse('foreign_merchant')
    }
    case 'REFUND.SUCCESS':
    case 'REFUND.ABNORMAL':
    case 'REFUND.CLOSED': {
      const refund = parseRefundNotice(config.mode, value)
      if (!refund) return refuse('malformed')
      return refund.mchid === config.mchid ? open({ kind: 'refund', id, refund }) : refuse('foreign_merchant')
    }
    case 'MCHTRANSFER.BILL.FINISHED': {
      const transfer = parseTransferNotice(value)
      return transfer ? open({ kind: 'transfer', id, transfer }) : refuse('malformed')
    }
    default:
      return open({ kind: 'other', id, eventType })
  }
}

/** The text that was encrypted; undefined when the key, the additional data or a single bit is another. */
function decrypt(apiV3Key: string, resource: Envelope['resource']): string | undefined {
  const bytes = Buffer.from(resource.ciphertext, 'base64')
  if (bytes.length < tagBytes) return undefined
  const decipher = createDecipheriv('aes-256-gcm', apiV3Key, resource.nonce, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(resource.associated_data))
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]).toString()
  } catch {
    return undefined
  }
}

function open(notification: Notification): OpenedNotification {
  return { ok: true, notification }
}

function refuse(reason: NotificationRefusal): OpenedNotification {
  return { ok: false, reason }
}
