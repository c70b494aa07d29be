import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LatePaymentTemplate, latePaymentData } from '../../../domain/engagement/template-fields.ts'
import { amountMaxFen } from '../../../domain/shared/fen.ts'
import { orderId } from '../shared/ids.ts'

const template = LatePaymentTemplate.parse({
  templateId: 'tpl',
  fields: { orderNo: 'character_string1', amount: 'amount2', outcome: 'thing3', at: 'time4' },
})

test('a message has exactly the fields of its template', () => {
  const payment = {
    outcome: 'goes_back',
    orderId: orderId(1),
    amountFen: 8_805,
    at: '2026-11-21T16:05:59.000Z',
  } as const
  expect(latePaymentData(template, payment)).toEqual({
    character_string1: { value: orderId(1) },
    amount2: { value: '¥88.05' },
    thing3: { value: '商品已售完，款项将原路退回' },
    time4: { value: '2026年11月22日 00:05' },
  })
})

test('whatever an order came to, every value keeps WeChat’s rule for its kind of field', () => {
  const outcome = fc.constantFrom('kept', 'goes_back', 'went_back')
  const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(outcome, fc.integer({ min: 1, max: amountMaxFen }), moment, (outcome, amountFen, at) => {
      const data = latePaymentData(template, { outcome, orderId: orderId(1), amountFen, at: at.toISOString() })
      const [orderNo, amount, thing, time] = Object.values(data).map(({ value }) => value)
      expect(orderNo).toMatch(/^[\x21-\x7e]{1,32}$/)
      expect(amount).toMatch(/^¥\d{1,10}\.\d{2}$/)
      expect([...(thing ?? '')].length).toBeLessThanOrEqual(20)
      expect(thing).toMatch(/^\S.*\S$/)
      expect(time).toMatch(/^\d{4}年\d{1,2}月\d{1,2}日 \d{2}:\d{2}$/)
    }),
  )
})

test.each([
  ['of another kind', { orderNo: 'thing1' }],
  ['without a number', { amount: 'amount' }],
  ['that is missing', { outcome: undefined }],
  ['that nobody knows', { extra: 'thing9' }],
])('a template with a field %s is not taken', (_name, changes) => {
  expect(LatePaymentTemplate.safeParse({ ...template, fields: { ...template.fields, ...changes } }).success).toBe(false)
})
