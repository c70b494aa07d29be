import { describe, expect, test } from 'vitest'
import { type Delivery, sealDelivery } from '../../functions/orders/delivery.ts'
import { createSealedFields } from '../../functions/shared/sealed-field.ts'
import { orderId, shopId } from '../domain/shared/ids.ts'

const fields = createSealedFields({ inUse: 'k', keys: { k: Buffer.alloc(32, 1).toString('base64') } })
const home = { recipient: '陈大明', phone: '13912345678', regionCode: '330106', detail: '龙井路 1 号' }

/** The marks of an order that goes there. */
function marksOf(delivery: Delivery, shop = 1, order = 1) {
  const sealed = sealDelivery(fields, { shopId: shopId(shop), orderId: orderId(order) }, delivery)
  return 'marks' in sealed ? (sealed.marks ?? []) : []
}
const toDoor = (over: Partial<typeof home>, shop = 1, order = 1) =>
  marksOf({ kind: 'express', address: { ...home, ...over } }, shop, order)
const [address, phone] = toDoor({})

describe('an address', () => {
  test.each(['龙井路1号', '龙井路 １ 号', '龙井路1号。', '龙井路(1)号'])('is the same written as %s', (detail) => {
    expect(toDoor({ detail }, 1, 2)[0]).toBe(address)
  })
  test('is another one with another number, or in another district', () => {
    expect(toDoor({ detail: '龙井路 2 号' })[0]).not.toBe(address)
    expect(toDoor({ regionCode: '330105' })[0]).not.toBe(address)
  })
  test('is the same whoever receives there', () => {
    expect(toDoor({ recipient: '安娜', phone: '13700000000' })[0]).toBe(address)
  })
})

describe('a phone', () => {
  test.each(['139 1234 5678', '+86 139-1234-5678', '8613912345678'])('is the same written as %s', (written) => {
    expect(toDoor({ phone: written })[1]).toBe(phone)
    expect(marksOf({ kind: 'pickup', phone: written })).toEqual([phone])
  })
  test('is another one with another number', () => {
    expect(toDoor({ phone: '13912345679' })[1]).not.toBe(phone)
  })
})

test('nobody is followed from one shop to another, and nothing of the text is in a mark', () => {
  const there = toDoor({}, 2)
  expect(there.some((mark) => [address, phone].includes(mark))).toBe(false)
  expect([address, phone].join(' ')).not.toMatch(/1391|龙井|330106/)
})

test('what needs no address has no marks', () => {
  expect([marksOf({ kind: 'virtual' }), marksOf({ kind: 'pickup' })]).toEqual([[], []])
})
