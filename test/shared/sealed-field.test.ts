import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSealedFields, FieldEncryptionSecret, type FieldPlace } from '../../functions/shared/sealed-field.ts'

const keyOf = (number: number) => Buffer.alloc(32, number).toString('base64')
const first = createSealedFields({ inUse: 'first', keys: { first: keyOf(1) } })
const rotated = createSealedFields({ inUse: 'second', keys: { first: keyOf(1), second: keyOf(2) } })
const second = createSealedFields({ inUse: 'second', keys: { second: keyOf(2) } })
const place: FieldPlace = { table: 'orders', pk: 'SHOP#1#ORDER#1', field: 'address' }

test('what is sealed opens where it was sealed, and shows nothing but its length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const sealed = first.seal(text, place)
      expect(first.open(sealed, place)).toBe(text)
      expect(sealed).toMatch(/^first\.[\w-]{16}\.[\w-]{22,}$/)
    }),
  )
})

test('the same text is never sealed twice to the same', () => {
  const sealed = Array.from({ length: 50 }, () => first.seal('13800138000', place))
  expect(new Set(sealed).size).toBe(50)
  expect(new Set(sealed.map((text) => text.split('.')[1])).size).toBe(50)
})

describe('what was sealed does not open', () => {
  const sealed = first.seal('翠湖路一号', place)
  test.each([
    ['in another table', { ...place, table: 'payments' } as const],
    ['on another order', { ...place, pk: 'SHOP#1#ORDER#2' }],
    ['in another field', { ...place, field: 'phone' }],
    ['where table, key and field are only the same in sum', { ...place, pk: 'SHOP#1#ORDER#1add', field: 'ress' }],
  ])('%s', (_, elsewhere) => {
    expect(() => first.open(sealed, elsewhere)).toThrow()
  })
  test('when any character of it was changed, or it was cut', () => {
    const [id = '', iv = '', text = ''] = sealed.split('.')
    const flipped = (part: string, at: number) =>
      part.slice(0, at) + (part[at] === 'A' ? 'B' : 'A') + part.slice(at + 1)
    // The last character of base64url may hold bits that count for nothing.
    for (let at = 0; at < iv.length - 1; at++)
      expect(() => first.open([id, flipped(iv, at), text].join('.'), place)).toThrow()
    for (let at = 0; at < text.length - 1; at++)
      expect(() => first.open([id, iv, flipped(text, at)].join('.'), place)).toThrow()
    for (const cut of ['', id, `${id}.${iv}`, `${id}.${iv}.`, sealed.slice(0, -4), `${id}.${iv}.${text.slice(0, 8)}`])
      expect(() => first.open(cut, place)).toThrow()
  })
  test('under another key, nor under the id of another', () => {
    expect(() => second.open(sealed, place)).toThrow('No key first')
    expect(() => rotated.open(sealed.replace('first', 'second'), place)).toThrow()
  })
})

describe('when the key has been changed', () => {
  test('what the old one sealed opens, and the new one seals', () => {
    expect(rotated.open(first.seal('旧', place), place)).toBe('旧')
    expect(second.open(rotated.seal('新', place), place)).toBe('新')
  })
  test('a body still has the fingerprint that it had', () => {
    const body = { orderId: 'ord_1', delivery: { phone: '13800138000' } }
    const before = first.keyedFingerprint(body)
    expect(rotated.isFingerprintOf(before, { delivery: { phone: '13800138000' }, orderId: 'ord_1' })).toBe(true)
    expect(rotated.isFingerprintOf(before, { ...body, delivery: { phone: '13800138001' } })).toBe(false)
    expect(rotated.keyedFingerprint(body)).not.toBe(before)
  })
  test('two prints of one text still have one in common, and of two texts none', () => {
    const common = (a: readonly string[], b: readonly string[]) => a.filter((print) => b.includes(print)).length
    expect(common(first.prints('13800138000'), rotated.prints('13800138000'))).toBe(1)
    expect(common(first.prints('13800138000'), rotated.prints('13800138001'))).toBe(0)
  })
})

test('nobody finds a body from its fingerprint without the key', () => {
  const body = { phone: '13800138000' }
  expect(first.keyedFingerprint(body)).toBe(first.keyedFingerprint(body))
  const other = createSealedFields({ inUse: 'first', keys: { first: keyOf(3) } })
  expect(other.keyedFingerprint(body)).not.toBe(first.keyedFingerprint(body))
  expect(other.isFingerprintOf(first.keyedFingerprint(body), body)).toBe(false)
})

test.each([
  ['the placeholder of a new deployment', { placeholder: 'x' }],
  ['no key at all', { inUse: 'first', keys: {} }],
  ['a key in use that is not there', { inUse: 'second', keys: { first: keyOf(1) } }],
  ['a short key', { inUse: 'first', keys: { first: Buffer.alloc(31).toString('base64') } }],
  ['a key that is no base64', { inUse: 'first', keys: { first: 'ß'.repeat(44) } }],
  ['an id with a dot, which parts the fields', { inUse: 'a.b', keys: { 'a.b': keyOf(1) } }],
  ['the prototype for a key', { inUse: 'constructor', keys: { first: keyOf(1) } }],
])('refuses a secret with %s', (_, secret) => {
  expect(FieldEncryptionSecret.safeParse(secret).success).toBe(false)
})
