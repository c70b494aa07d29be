import * as z from 'zod'
import { type PhoneReply, parsePhoneBody, phoneRefusal } from './phone-reply.ts'
import type { Wechat } from './wechat.ts'

const timesMax = 1_000
const consent = z.strictObject({
  name: z.string(),
  templateId: z.string(),
  times: z.int().min(0).max(timesMax).default(1),
})

/** A user accepts in `wx.requestSubscribeMessage`, so many times. → `{ remaining }` */
export function subscribe(wechat: Wechat, body: unknown): PhoneReply {
  return parsePhoneBody(consent, body, ({ name, templateId, times }) => {
    const { users, subscriptions } = wechat.store
    const user = users.get(name)
    if (user === undefined) return phoneRefusal(404, 'unknown_user', 'Nobody has that name.')
    const { openid } = user
    const id = `${openid} ${templateId}`
    const remaining = (subscriptions.get(id)?.remaining ?? 0) + times
    subscriptions.put(id, { openid, templateId, remaining })
    return { status: 200, body: { remaining } }
  })
}

/** The messages that a user got, the oldest first. */
export function showMessages({ store }: Wechat, name: string): PhoneReply {
  const user = store.users.get(name)
  if (user === undefined) return phoneRefusal(404, 'unknown_user', 'Nobody has that name.')
  const messages = store.messages.linked(user.openid).map(({ templateId, data }) => ({ templateId, data }))
  return { status: 200, body: { messages } }
}
