import { createCipheriv, createVerify, randomBytes, sign } from 'node:crypto'
import type { WechatWorld } from './world.ts'

export const signatureType = 'WECHATPAY2-SHA256-RSA2048'

/** RSASSA-PKCS1-v1_5 with SHA-256 over the parts in turn. False for anything that is not strict base64 of a signature. */
export function verifySignature(publicKeyPem: string, signatureBase64: string, ...parts: (string | Buffer)[]): boolean {
  const signature = Buffer.from(signatureBase64, 'base64')
  if (signature.length === 0 || signature.toString('base64') !== signatureBase64) return false
  const verifier = createVerify('RSA-SHA256')
  for (const part of parts) verifier.update(part)
  return verifier.verify(publicKeyPem, signature)
}

export type SigningKey = 'public-key' | 'platform'

/** The headers by which WeChat Pay signs an answer or a notification: over `timestamp\nnonce\nbody\n`. */
export function signedHeaders(world: WechatWorld, key: SigningKey, atMs: number, body: string): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1000))
  const nonce = randomBytes(16).toString('hex')
  const pem = key === 'platform' ? world.platformPrivateKeyPem : world.payPrivateKeyPem
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': key === 'platform' ? world.platformSerial : world.payPublicKeyId,
    'wechatpay-signature': sign('RSA-SHA256', Buffer.from(`${timestamp}\n${nonce}\n${body}\n`), pem).toString('base64'),
    'wechatpay-signature-type': signatureType,
  }
}

/** AEAD_AES_256_GCM as in a notification's resource: base64 of ciphertext and tag, a 12-character nonce. */
export function encryptResource(apiV3Key: string, plaintext: string, associatedData: string) {
  const nonce = randomBytes(6).toString('hex')
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce)
  cipher.setAAD(Buffer.from(associatedData))
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { nonce, associated_data: associatedData, ciphertext: ciphertext.toString('base64') }
}
