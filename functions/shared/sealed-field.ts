import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import * as z from 'zod'
import { fingerprint } from './fingerprint.ts'
import type { Key } from './storage.ts'

const keyBytes = 32
/** Of GCM; random ones may be used for 2^32 texts under one key (NIST SP 800-38D), which no shop's orders come to. */
const ivBytes = 12
const tagBytes = 16
const algorithm = 'aes-256-gcm'

const isKey = (text: string) => Buffer.from(text, 'base64').length === keyBytes

/** The secret. A new key is added and named in `inUse`; the old ones stay, for what they have sealed. */
export const FieldEncryptionSecret = z
  .object({
    inUse: z.string(),
    keys: z.record(z.string().regex(/^[\w-]{1,32}$/), z.base64().refine(isKey, 'a key has 32 bytes')),
  })
  .refine(({ inUse, keys }) => Object.hasOwn(keys, inUse), { message: 'a key that is there', path: ['inUse'] })
export type FieldEncryptionSecret = z.infer<typeof FieldEncryptionSecret>

/** Where a sealed text lives. Moved to another item or field, it does not open. */
export type FieldPlace = Pick<Key, 'table' | 'pk'> & { readonly field: string }

/** Personal data at rest: sealed under a key that only the functions with the need have. */
export type SealedFields = {
  /** AES-256-GCM, as `keyId.iv.ciphertext and tag`, the last two in base64url. Another text each time. */
  seal(text: string, place: FieldPlace): string
  /** The text that was sealed there. Throws for what was changed or moved, and for a key that is no longer in the secret. */
  open(sealed: string, place: FieldPlace): string
  /** A fingerprint of a body with personal data, from which nobody without the key can try out phone numbers. */
  keyedFingerprint(body: unknown): string
  /** Prints of a personal text, one under each key, so that two of the same are known to be the same also when a key was
   *  added between them. */
  prints(text: string): string[]
  /** Whether the fingerprint was made of that body, under whichever key. */
  isFingerprintOf(fingerprint: string, body: unknown): boolean
}

/** @param newIv gives `ivBytes` bytes that were never given before. */
export function createSealedFields(
  { inUse, keys }: FieldEncryptionSecret,
  newIv: (bytes: number) => Buffer = randomBytes,
): SealedFields {
  const derived = new Map(Object.entries(keys).map(([id, key]) => [id, keysFrom(Buffer.from(key, 'base64'))]))
  const keysOf = (id: string) => {
    const found = derived.get(id)
    if (!found) throw new Error(`No key ${id} for personal data in the secret`)
    return found
  }
  const fingerprintUnder = (id: string, body: unknown) =>
    `${id}.${createHmac('sha256', keysOf(id).fingerprinting).update(fingerprint(body)).digest('base64url')}`
  return {
    seal(text, place) {
      const iv = newIv(ivBytes)
      const cipher = createCipheriv(algorithm, keysOf(inUse).sealing, iv, { authTagLength: tagBytes })
      cipher.setAAD(placeBytes(place))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return [inUse, iv.toString('base64url'), sealed.toString('base64url')].join('.')
    },
    open(sealed, place) {
      const [id = '', iv = '', text = ''] = sealed.split('.')
      const bytes = Buffer.from(text, 'base64url')
      const options = { authTagLength: tagBytes }
      const decipher = createDecipheriv(algorithm, keysOf(id).sealing, Buffer.from(iv, 'base64url'), options)
      decipher.setAAD(placeBytes(place))
      decipher.setAuthTag(bytes.subarray(-tagBytes))
      return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]).toString('utf8')
    },
    keyedFingerprint: (body) => fingerprintUnder(inUse, body),
    prints: (text) => [...derived.keys()].map((id) => fingerprintUnder(id, text)),
    isFingerprintOf(known, body) {
      const wanted = Buffer.from(fingerprintUnder(known.split('.')[0] ?? '', body))
      const found = Buffer.from(known)
      return wanted.length === found.length && timingSafeEqual(wanted, found)
    },
  }
}

/** One key for each use, so that nothing of one helps with the other. */
const keysFrom = (key: Buffer) => ({ sealing: derive(key, 'sealing'), fingerprinting: derive(key, 'fingerprinting') })
const derive = (key: Buffer, use: string) => Buffer.from(hkdfSync('sha256', key, '', `huitou ${use}`, keyBytes))

const placeBytes = ({ table, pk, field }: FieldPlace) => Buffer.from(JSON.stringify([table, pk, field]))
