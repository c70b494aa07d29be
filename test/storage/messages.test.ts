import { afterAll, beforeAll, expect, test } from 'vitest'
import { consentsMax, type Message } from '../../domain/engagement/message.ts'
import { Customer } from '../../domain/identity/customer.ts'
import { addConsent, loadConsents } from '../../functions/engagement/consent-store.ts'
import type { MessagingContext } from '../../functions/engagement/engagement-context.ts'
import { loadMessage } from '../../functions/engagement/message-store.ts'
import { sendMessage } from '../../functions/engagement/send-message.ts'
import { newCustomerWrites } from '../../functions/identity/customer-store.ts'
import { messageTemplates } from '../../local/wechat/message-templates.ts'
import { customerId, orderId, shopId } from '../domain/shared/ids.ts'
import { contextOf } from '../support/context.ts'
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../support/embedded-database.ts'

let at: EmbeddedDatabase
beforeAll(async () => {
  at = await startEmbeddedDatabase()
})
afterAll(() => at.close())

const now = '2026-03-01T00:00:00.000Z'
const template = 'late_payment'
type Answer = { errcode: number } | 'none'

/** A new customer with so many consents, and a WeChat that answers messages so, the last answer for ever. */
let people = 0
async function scene(consents: number, ...answers: Answer[]) {
  people += 1
  const id = customerId(people)
  const facts = { appId: 'wx1', openid: `o${people}`, createdAt: now, shopsOpened: 0, staffRoles: 0 }
  await at.database.transact(newCustomerWrites(Customer.parse({ customerId: id, ...facts })))
  for (let taps = 0; taps < consents; taps++) await at.database.transact(addConsent(id, template, taps))
  const asked: string[] = []
  const fetch = async (url: string, { body }: RequestInit) => {
    if (url.includes('stable_token')) return Response.json({ access_token: 'token', expires_in: 7_200 })
    asked.push(String(body))
    const answer = answers[Math.min(asked.length, answers.length) - 1]
    if (answer === undefined || answer === 'none') throw new Error('No answer')
    return Response.json(answer)
  }
  const base = contextOf(at.database, () => now)
  const wechatApp = { baseUrl: 'https://api.weixin.qq.com', appId: 'wx1', appSecret: 'secret', fetch }
  const context: MessagingContext & typeof base = { ...base, messageTemplates, wechatApp }
  const about = { eventId: `event ${people}`, customerId: id, channel: 'wechat_subscribe_message', template } as const
  const claim: Message = { ...about, shopId: shopId(1), orderId: orderId(1), status: 'claimed', at: now, version: 1 }
  const tell = () => sendMessage(context, claim, { thing3: { value: '款项已退回' } })
  const statusOf = async () => (await loadMessage(at.database, claim))?.status
  return { tell, asked, statusOf, left: () => loadConsents(at.database, id, template), errors: base.errors }
}
const taken = { errcode: 0 }

test('a message spends one consent and is sent once, however often and by how many it is told', async () => {
  const { tell, asked, statusOf, left } = await scene(2, taken)
  await Promise.all([tell(), tell(), tell()])
  await tell()
  expect([asked.length, await statusOf(), await left()]).toEqual([1, 'sent', 1])
  expect(JSON.parse(asked[0] ?? '')).toEqual({
    touser: `o${people}`,
    template_id: messageTemplates.late_payment.templateId,
    data: { thing3: { value: '款项已退回' } },
    lang: 'zh_CN',
  })
})

test('without a consent nothing is sent, nor when one is given later', async () => {
  const { tell, asked, statusOf } = await scene(0, taken)
  await tell()
  await at.database.transact(addConsent(customerId(people), template, 0))
  await tell()
  expect([asked, await statusOf()]).toEqual([[], 'without_consent'])
})

test('a message whose answer was lost is not sent again, and its consent is spent', async () => {
  const { tell, asked, statusOf, left } = await scene(1, 'none')
  await tell()
  await tell()
  expect([asked.length, await statusOf(), await left()]).toEqual([1, 'unknown', 0])
})

test('a customer who has no consent left at WeChat has none here either', async () => {
  const { tell, asked, statusOf, left, errors } = await scene(3, { errcode: 43101 })
  await tell()
  expect([asked.length, await statusOf(), await left(), errors]).toEqual([1, 'refused', 0, []])
})

test('what WeChat does not take spends no consent, and is an error to look at', async () => {
  const { tell, statusOf, left, errors } = await scene(1, { errcode: 47003 })
  await tell()
  await tell()
  expect([await statusOf(), await left(), errors.length]).toEqual(['failed', 1, 1])
})

test('a WeChat that has no time is asked again, and then the message goes out once', async () => {
  const { tell, asked, statusOf, left } = await scene(1, { errcode: -1 }, taken)
  await expect(tell()).rejects.toThrow('no time')
  expect([await statusOf(), await left()]).toEqual([undefined, 1])
  await tell()
  await tell()
  expect([asked.length, await statusOf(), await left()]).toEqual([2, 'sent', 0])
})

test('consents do not pile up without end', () => {
  expect(addConsent(customerId(1), template, consentsMax - 1)).toHaveLength(1)
  expect(addConsent(customerId(1), template, consentsMax)).toEqual([])
})
