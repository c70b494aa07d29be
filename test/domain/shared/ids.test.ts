import { expect, test } from 'vitest'
import { CustomerId, idPrefixes, OrderId, PaymentNo, RefundNo } from '../../../domain/shared/ids.ts'

const ulid = '01JQ8ZK4T7V0WXYZABCDEFGHJK'

test('an id is its prefix and a ULID', () => {
  expect(OrderId.parse(`ord_${ulid}`)).toBe(`ord_${ulid}`)
})

test.each([
  ['another kind’s prefix', `cus_${ulid}`],
  ['no prefix', ulid],
  ['lower case', `ord_${ulid.toLowerCase()}`],
  ['a letter that a ULID has not', `ord_${ulid.slice(0, 25)}U`],
  ['a moment after the last of a ULID', `ord_8${ulid.slice(1)}`],
  ['one character less', `ord_${ulid.slice(0, 25)}`],
  ['one character more', `ord_${ulid}0`],
  ['a line feed behind', `ord_${ulid}\n`],
  ['a key separator', `ord_${ulid.slice(0, 25)}#`],
  ['a number', 1],
])('refuses %s as the id of an order', (_, value) => {
  expect(OrderId.safeParse(value).success).toBe(false)
})

test('every kind has a prefix of its own', () => {
  const prefixes = Object.values(idPrefixes)
  expect(new Set(prefixes).size).toBe(prefixes.length)
  expect(CustomerId.safeParse(`ord_${ulid}`).success).toBe(false)
})

test('numbers of payments and refunds are as WeChat takes them', () => {
  expect(PaymentNo.parse(`pay_${ulid}`)).toMatch(/^[0-9A-Za-z_]{6,32}$/)
  expect(RefundNo.parse(`ref_${ulid}`)).toMatch(/^[0-9A-Za-z_]{1,64}$/)
})
