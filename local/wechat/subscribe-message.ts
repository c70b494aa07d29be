import { randomUUID } from 'node:crypto'
import * as z from 'zod'
import { fieldsOfTemplate } from './message-templates.ts'
import type { Wechat } from './wechat.ts'

const errors = {
  badUser: { errcode: 40003, errmsg: 'invalid openid' },
  badTemplate: { errcode: 40037, errmsg: 'invalid template_id' },
  noConsent: { errcode: 43101, errmsg: 'user refuse to accept the msg' },
  badFormat: { errcode: 47001, errmsg: 'data format error' },
} as const

const message = z.strictObject({
  touser: z.string(),
  template_id: z.string(),
  page: z.string().optional(),
  data: z.record(z.string(), z.strictObject({ value: z.string() })),
  miniprogram_state: z.enum(['developer', 'trial', 'formal']).optional(),
  lang: z.enum(['zh_CN', 'en_US', 'zh_HK', 'zh_TW']).optional(),
})

const day = String.raw`\d{4}年\d{1,2}月\d{1,2}日`
const clock = String.raw`\d{1,2}:\d{2}`
/** The documented rules of each kind of field, over characters. */
const rules: Readonly<Record<string, RegExp>> = {
  thing: /^.{1,20}$/u,
  number: /^\d[\d.]{0,31}$/,
  letter: /^[A-Za-z]{1,32}$/,
  symbol: /^[^\p{L}\p{N}]{1,5}$/u,
  character_string: /^[\x20-\x7e]{1,32}$/,
  time: new RegExp(`^(?:${day} )?${clock}(?:~(?:${day} )?${clock})?$`),
  date: new RegExp(`^${day}(?: ${clock})?(?:~${day}(?: ${clock})?)?$`),
  amount: /^[¥$€£]?\d{1,10}(?:\.\d+)?元?$/,
  phone_number: /^[\d+-]{1,17}$/,
  car_number: /^.{1,8}$/u,
  name: /^(?:\p{Script=Han}{1,10}|[A-Za-z ]{1,20})$/u,
  phrase: /^\p{Script=Han}{1,5}$/u,
}

/** `POST /cgi-bin/message/subscribe/send`: one message for each consent. What is not sent spends none. */
export function sendSubscribeMessage(wechat: Wechat, body: object) {
  const parsed = message.safeParse(body)
  if (!parsed.success) return errors.badFormat
  const { touser, template_id, data } = parsed.data
  const { users, subscriptions, messages } = wechat.store
  if (users.linked(touser).length === 0) return errors.badUser
  const fields = fieldsOfTemplate.get(template_id)
  if (fields === undefined) return errors.badTemplate
  const wrong = fields.find((field) => !isRight(field, data[field]?.value ?? ''))
  if (wrong !== undefined) return { errcode: 47003, errmsg: `argument invalid! data.${wrong}.value invalid` }
  const id = `${touser} ${template_id}`
  const subscription = subscriptions.get(id)
  if (subscription === undefined || subscription.remaining < 1) return errors.noConsent
  subscriptions.put(id, { ...subscription, remaining: subscription.remaining - 1 })
  const values = Object.fromEntries(Object.entries(data).map(([field, { value }]) => [field, value]))
  const sent = { openid: touser, templateId: template_id, data: values, atMs: wechat.now().getTime() }
  messages.put(randomUUID(), sent, { link: touser })
  return { errcode: 0, errmsg: 'ok' }
}

function isRight(field: string, value: string): boolean {
  const rule = rules[field.replace(/\d+$/, '')]
  return rule !== undefined && !/[\r\n]/.test(value) && rule.test(value)
}
