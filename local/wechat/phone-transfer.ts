import * as z from 'zod'
import { type PhoneReply, parsePhoneBody, phoneRefusal } from './phone-reply.ts'
import { confirmableMs, putMoving } from './transfers.ts'
import type { Wechat } from './wechat.ts'

/** What a mini-program hands to wx.requestMerchantTransfer. */
const merchantTransfer = z.strictObject({
  mchId: z.string(),
  subMchId: z.string().optional(),
  appId: z.string(),
  package: z.string().min(1),
})
const confirmation = z.strictObject({ name: z.string(), merchantTransfer })

/** A user takes a transfer: merchant, app, package and user must all be right. → `{ outBillNo }` */
export function confirmOnPhone(wechat: Wechat, body: unknown): PhoneReply {
  return parsePhoneBody(confirmation, body, ({ name, merchantTransfer: asked }) => {
    const { world, store } = wechat
    const user = store.users.get(name)
    if (user === undefined) return phoneRefusal(404, 'unknown_user', 'Nobody has that name.')
    if (asked.appId !== world.appId) return phoneRefusal(403, 'wrong_app', 'appId is not the running mini-program.')
    const own = store.transfers.linked(user.openid)
    const transfer = own.find(({ packageInfo }) => packageInfo === asked.package)
    if (transfer === undefined) return phoneRefusal(404, 'unknown_package', 'No such transfer is this user’s.')
    if (asked.mchId !== world.mchid || asked.subMchId !== transfer.subMchid)
      return phoneRefusal(403, 'wrong_merchant', 'The transfer is another merchant’s.')
    const nowMs = wechat.now().getTime()
    if (transfer.status !== 'WAIT_USER_CONFIRM') return phoneRefusal(409, 'not_waiting', `It is ${transfer.status}.`)
    if (nowMs >= transfer.createdAtMs + confirmableMs) return phoneRefusal(409, 'expired', 'Over a day old.')
    putMoving(wechat, { ...transfer, status: 'TRANSFERING', updatedAtMs: nowMs }, nowMs)
    return { status: 200, body: { outBillNo: transfer.outBillNo } }
  })
}

/** Everything that became of the transfers to a user, the latest first. */
export function showTransfers({ store }: Wechat, name: string): PhoneReply {
  const user = store.users.get(name)
  if (user === undefined) return phoneRefusal(404, 'unknown_user', 'Nobody has that name.')
  const transfers = store.transfers.linked(user.openid).toReversed()
  return {
    status: 200,
    body: { transfers: transfers.map(({ request: _same, recipientName: _name, ...rest }) => rest) },
  }
}
