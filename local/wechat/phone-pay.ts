import * as z from 'zod'
import { beijingDay } from './beijing-time.ts'
import { queuePaid } from './notifications.ts'
import { type PhoneReply, parsePhoneBody, phoneRefusal } from './phone-reply.ts'
import { prepayIdLifeMs } from './prepay.ts'
import type { PaidTrade } from './records.ts'
import { verifySignature } from './signature.ts'
import type { Wechat } from './wechat.ts'
import { digits } from './world.ts'

/** What a mini-program hands to wx.requestPayment; every value is a string, the time in seconds. */
const payParams = z.strictObject({
  appId: z.string(),
  timeStamp: z.string().regex(/^\d{10}$/),
  nonceStr: z.string().min(1).max(32),
  package: z.string().startsWith('prepay_id='),
  signType: z.literal('RSA'),
  paySign: z.string(),
})
const payment = z.strictObject({ name: z.string(), payParams })

/** A user pays: the paySign, the prepay id, the payer and the trade must all be right. → `{ transactionId }` */
export function payWithPhone(wechat: Wechat, body: unknown): PhoneReply {
  return parsePhoneBody(payment, body, ({ name, payParams: signed }) => {
    const { world, store } = wechat
    const user = store.users.get(name)
    if (user === undefined) return phoneRefusal(404, 'unknown_user', 'Nobody has that name.')
    const text = `${signed.appId}\n${signed.timeStamp}\n${signed.nonceStr}\n${signed.package}\n`
    if (signed.appId !== world.appId) return phoneRefusal(403, 'wrong_app', 'appId is not the running mini-program.')
    if (!verifySignature(world.merchantPublicKeyPem, signed.paySign, text)) {
      return phoneRefusal(403, 'wrong_pay_sign', 'paySign does not verify with the merchant key.')
    }
    const issued = store.prepayIds.get(signed.package.slice('prepay_id='.length))
    const trade = issued && store.trades.get(issued.outTradeNo)
    if (issued === undefined || trade === undefined) return phoneRefusal(404, 'unknown_prepay_id', 'No such prepay_id.')
    if (trade.openid !== user.openid) return phoneRefusal(403, 'wrong_payer', 'The prepay_id belongs to another payer.')
    if (trade.status === 'paid') return phoneRefusal(409, 'already_paid', 'The order is paid.')
    if (trade.status === 'closed') return phoneRefusal(409, 'order_closed', 'The order is closed.')
    const nowMs = wechat.now().getTime()
    if (nowMs >= issued.issuedAtMs + prepayIdLifeMs)
      return phoneRefusal(409, 'prepay_id_expired', 'Over two hours old.')
    if (nowMs >= trade.expiresAtMs) return phoneRefusal(409, 'order_expired', 'time_expire has passed.')
    const transactionId = `42000${digits(5)}${beijingDay(nowMs)}${digits(10)}`
    const paid: PaidTrade = { ...trade, status: 'paid', transactionId, paidAtMs: nowMs, refunded: false }
    store.trades.put(trade.outTradeNo, paid, { link: transactionId })
    queuePaid(wechat, paid)
    return { status: 200, body: { transactionId } }
  })
}
