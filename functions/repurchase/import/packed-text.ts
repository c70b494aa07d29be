import { deflateRawSync, inflateRawSync } from 'node:zlib'
import * as z from 'zod'
import type { Attributes } from '../../shared/storage.ts'

/** Texts that are longer are stored deflated: rows and cells repeat themselves, and four fifths of them vanish. */
const plainLengthMax = 2_000

/** A JSON text as an item holds it, plain or deflated. */
export const Packed = z.object({ plain: z.string().exactOptional(), deflated: z.string().exactOptional() })
export type Packed = z.infer<typeof Packed>

export function pack(value: unknown): Packed & Attributes {
  const text = JSON.stringify(value)
  return text.length <= plainLengthMax ? { plain: text } : { deflated: deflateRawSync(text).toString('base64') }
}

export function unpack({ plain, deflated = '' }: Packed): unknown {
  return JSON.parse(plain ?? inflateRawSync(Buffer.from(deflated, 'base64')).toString('utf8'))
}

/** Bytes that it takes in an item. */
export const packedBytes = ({ plain, deflated }: Packed): number => Buffer.byteLength(plain ?? deflated ?? '')
