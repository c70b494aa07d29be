import fc from 'fast-check'
import { expect, test } from 'vitest'
import { itemDescription, type ShippingUpload, uploadShippingInfo } from '../../functions/orders/wechat-shipping.ts'
import type { WechatReply } from '../../functions/shared/wechat-access-token.ts'
import { WechatUnavailable } from '../../functions/shared/wechat-app.ts'

const parcel = (trackingNo: string) => ({ carrier: 'SF', trackingNo })
const upload: ShippingUpload = {
  transactionId: '4200000001',
  openid: 'oUpF8',
  kind: 'express',
  lines: [{ title: '春茶', quantity: 2 }],
  telling: { parcels: [parcel('SF1')], isAll: true, isWhole: true, toldAt: '2026-03-01T08:00:00.120Z' },
  phone: '+86 138-0013-8000',
}

/** What is sent, and what is made of that answer. */
async function tell(changes: Partial<ShippingUpload> = {}, answer: WechatReply<never> | Error | 'ok' = 'ok') {
  const sent: { path: string; body: object }[] = []
  const told = await uploadShippingInfo(
    {
      post: async (path, body, reply) => {
        sent.push({ path, body })
        if (answer instanceof Error) throw answer
        return answer === 'ok' ? { ok: true, data: reply.parse({}) } : answer
      },
    },
    { ...upload, ...changes },
  )
  return { told, sent: sent[0]?.body }
}
const telling = (changes: Partial<ShippingUpload['telling']>) => ({ telling: { ...upload.telling, ...changes } })

test('one parcel is told in the unified mode, in Beijing’s time, with four digits of the number', async () => {
  expect(await tell()).toEqual({
    told: { kind: 'told' },
    sent: {
      order_key: { order_number_type: 2, transaction_id: '4200000001' },
      logistics_type: 1,
      delivery_mode: 1,
      shipping_list: [
        { tracking_no: 'SF1', express_company: 'SF', item_desc: '春茶*2', contact: { receiver_contact: '****8000' } },
      ],
      upload_time: '2026-03-01T16:00:00.120+08:00',
      payer: { openid: 'oUpF8' },
    },
  })
})

test.each([
  ['several parcels', { parcels: [parcel('SF1'), parcel('SF2')] }, true],
  ['the first of more', { isAll: false }, false],
  ['the last after others', { isWhole: false }, true],
])('%s are told in the split mode', async (_, changes, is_all_delivered) => {
  expect((await tell(telling(changes))).sent).toMatchObject({ delivery_mode: 2, is_all_delivered })
})

test.each([
  ['pickup', 4],
  ['virtual', 3],
] as const)('%s is told without a parcel', async (kind, logistics_type) => {
  expect((await tell({ kind, ...telling({ parcels: [] }) })).sent).toMatchObject({
    logistics_type,
    delivery_mode: 1,
    shipping_list: [{ item_desc: '春茶*2' }],
  })
})

test.each([
  ...[10060002, 10060003, 10060023].map((code) => [code, 'told'] as const),
  ...[-1, 10060001, 10060012, 10060019, 40001, 40164, 42001, 45009, 48001].map((code) => [code, 'later'] as const),
  ...[10060004, 10060005, 10060014, 10060031, 268485216, 47001].map((code) => [code, 'refused'] as const),
])('errcode %i: %s', async (code, kind) => {
  expect((await tell({}, { ok: false, errcode: code })).told).toEqual({ kind, code })
})

test('no answer: later; any other defect is not hidden', async () => {
  expect((await tell({}, new WechatUnavailable('no answer'))).told).toEqual({ kind: 'later' })
  await expect(tell({}, new Error('defect'))).rejects.toThrow('defect')
})

test('the text about the goods has 1 to 120 characters, and breaks none of them', () => {
  const lines = fc.array(fc.record({ title: fc.string({ unit: 'grapheme', minLength: 1 }), quantity: fc.nat() }), {
    minLength: 1,
    maxLength: 20,
  })
  fc.assert(
    fc.property(lines, (given) => {
      const text = itemDescription(given)
      expect([...text].length).toBeGreaterThan(0)
      expect([...text].length).toBeLessThanOrEqual(120)
      expect(text.isWellFormed()).toBe(true)
    }),
  )
})
