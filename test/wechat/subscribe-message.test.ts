import { afterEach, beforeEach, expect, test } from 'vitest'
import { messageTemplates } from '../../local/wechat/message-templates.ts'
import { answerOf, openScene, type Scene } from './merchant.ts'
import { world } from './world.ts'

let scene: Scene
let token: string

const post = async (path: string, body: unknown) =>
  answerOf(await fetch(scene.wechat.baseUrl + path, { method: 'POST', body: JSON.stringify(body) }))

beforeEach(async () => {
  scene = await openScene(world)
  const body = { grant_type: 'client_credential', appid: world.appId, secret: world.appSecret }
  token = String((await post('/cgi-bin/stable_token', body)).json.access_token)
})
afterEach(() => scene.wechat.close())

const { templateId } = messageTemplates.late_payment
const values = {
  character_string1: { value: 'ord_1' },
  amount2: { value: '¥88.00' },
  thing3: { value: '款项将原路退回' },
  time4: { value: '2026年3月1日 09:30' },
}
const send = async (changes: object = {}, access = token) => {
  const body = { touser: scene.openid, template_id: templateId, data: values, ...changes }
  return (await post(`/cgi-bin/message/subscribe/send?access_token=${access}`, body)).json
}
const subscribe = (times: number) => scene.phone('/subscriptions', { name: 'Mei', templateId, times })
const messages = async () => (await scene.phone('/messages/Mei')).json.messages as unknown[]

test('each consent is one message', async () => {
  expect((await send()).errcode).toBe(43101)
  await subscribe(2)
  expect([(await send()).errcode, (await send()).errcode, (await send()).errcode]).toEqual([0, 0, 43101])
  expect(await messages()).toHaveLength(2)
})

test.each([
  ['a thing of 21 characters', 'thing3', '退'.repeat(21)],
  ['an empty value', 'thing3', ''],
  ['a value with a line feed', 'thing3', '退\n款'],
  ['an amount of eleven digits', 'amount2', '¥12345678901'],
  ['an amount in words', 'amount2', '很多'],
  ['a number with Chinese in it', 'character_string1', '订单1'],
  ['a time without one', 'time4', '2026年3月1日'],
])('%s is an invalid argument that names its field, and spends nothing', async (_name, field, value) => {
  await subscribe(1)
  const answer = await send({ data: { ...values, [field]: { value } } })
  expect([answer.errcode, String(answer.errmsg).includes(`data.${field}.value`)]).toEqual([47003, true])
  expect([(await send()).errcode, (await messages()).length]).toEqual([0, 1])
})

test('a missing field is invalid too', async () => {
  await subscribe(1)
  const { thing3: _, ...rest } = values
  expect((await send({ data: rest })).errcode).toBe(47003)
})

test('nobody, no template, no token and no form are refused', async () => {
  await subscribe(1)
  expect((await send({ touser: 'oNobody' })).errcode).toBe(40003)
  expect((await send({ template_id: 'tpl' })).errcode).toBe(40037)
  expect((await send({}, 'x')).errcode).toBe(40001)
  expect((await send({ data: 'text' })).errcode).toBe(47001)
})
