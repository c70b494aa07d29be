import { constants, publicEncrypt } from 'node:crypto'
import type { WechatPayConfig } from './config.ts'

/**
 * The one of WeChat's keys that this client uses: the public key where there is one, since certificates expire. Its serial
 * goes out with every call (`Wechatpay-Serial`) and says which key we verify with and which one encrypted a field.
 */
export function chosenSerial({ publicKeys }: WechatPayConfig): string {
  const serials = [...publicKeys.keys()]
  return serials.find((serial) => serial.startsWith('PUB_KEY_ID_')) ?? serials[0] ?? ''
}

/** A name or a card's number for WeChat's eyes only: RSA-OAEP with SHA-1, base64, as WeChat documents it. */
export function encryptField(config: WechatPayConfig, text: string): string {
  const key = config.publicKeys.get(chosenSerial(config))
  if (!key) throw new Error('WeChat Pay is not configured: no public key')
  const padded = { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
  return publicEncrypt(padded, Buffer.from(text)).toString('base64')
}
