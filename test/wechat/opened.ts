import { Aes, Formatter, Rsa } from 'wechatpay-axios-plugin'
import * as z from 'zod'
import type { WechatWorld } from '../../local/wechat/world.ts'
import { openScene, type Scene } from './merchant.ts'
import { openReceiver, type Received } from './receiver.ts'

/** Reads what the stand-in sent by an implementation that is not ours. */

export const header = (received: Received | undefined, name: string) => String(received?.headers[`wechatpay-${name}`])
const pemBody = (pem: string) => pem.replaceAll(/-----[^-]+-----|\s/g, '')

export function isSigned(received: Received | undefined, publicKeyPem: string): boolean {
  const message = Formatter.response(header(received, 'timestamp'), header(received, 'nonce'), received?.body ?? '')
  return Rsa.verify(message, header(received, 'signature'), Rsa.fromSpki(pemBody(publicKeyPem)))
}

const envelope = z.strictObject({
  id: z.string().length(36),
  create_time: z.string(),
  resource_type: z.literal('encrypt-resource'),
  event_type: z.string(),
  summary: z.string().max(64),
  resource: z.strictObject({
    original_type: z.string(),
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.string(),
    associated_data: z.string().max(16),
    nonce: z.string().length(12),
  }),
})

export function openResource(received: Received | undefined, apiV3Key: string) {
  const { id, event_type, resource } = envelope.parse(JSON.parse(received?.body ?? ''))
  const { ciphertext, nonce, associated_data } = resource
  const plaintext = Aes.AesGcm.decrypt(ciphertext, apiV3Key, nonce, associated_data)
  return { id, eventType: event_type, resource: JSON.parse(plaintext) }
}

/** A stand-in and a receiver that notifications can be sent to; `end` closes both. */
export async function openBoth(
  world: WechatWorld,
  answer?: Parameters<typeof openReceiver>[0],
  options: Parameters<typeof openScene>[1] = {},
) {
  const receiver = await openReceiver(answer)
  const scene = await openScene(world, options)
  const end = async () => {
    await scene.wechat.close()
    await receiver.close()
  }
  return { receiver, scene, end }
}

/** Pays an order whose notifications go to `notifyUrl`, and lets what is due arrive. */
export async function payAndDeliver(scene: Scene, notifyUrl: string, number = 'ord_0001') {
  const transactionId = await scene.payOrder({ out_trade_no: number, notify_url: notifyUrl })
  await scene.wechat.deliverDue()
  return transactionId
}

const sent = z.object({ status: z.string(), attempts: z.int(), nextAt: z.string().optional(), probesAccepted: z.int() })

/** What became of the notifications of an order. */
export async function sentOf(scene: Scene, number = 'ord_0001') {
  return z.array(sent).parse((await scene.phone(`/transactions/${number}`)).json.notifications)
}
