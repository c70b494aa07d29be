import * as z from 'zod'
import { Order } from '../../domain/orders/order.ts'
import { loadPayment } from '../../functions/payments/payment-store.ts'
import { createWechatPay } from '../../functions/payments/wechat-pay/client.ts'
import { readWechatPayConfig } from '../../functions/payments/wechat-pay/config.ts'
import { payParams, randomNonce } from '../../functions/payments/wechat-pay/signature.ts'
import type { Addresses } from '../../local/main-job/people.ts'
import type { OwnBackend } from './backend.ts'
import type { TestDatabase } from './database.ts'

type Within = { readonly database: TestDatabase }
type Late = Pick<OwnBackend, 'world' | 'wechatUrl' | 'apiUrl' | 'backend'>

/** An order as it is stored, with its key. */
export async function orderOf({ database }: Within, shopId: string, orderId: string) {
  const key = { table: 'orders', pk: `SHOP#${shopId}#ORDER#${orderId}`, sk: 'ORDER' } as const
  return { key, order: Order.parse(await database.get(key)) }
}

/** The number by which WeChat knows the order's payment; the API does not show it. */
export const paymentNoOf = async (at: Within, shopId: string, orderId: string): Promise<string> =>
  (await orderOf(at, shopId, orderId)).order.paymentNo

const PhoneTransaction = z.object({
  outTradeNo: z.string(),
  status: z.enum(['unpaid', 'paid', 'closed']),
  totalFen: z.int(),
  transactionId: z.string().optional(),
  subMchid: z.string().optional(),
  refunds: z.array(
    z.object({
      outRefundNo: z.string(),
      refundFen: z.int(),
      status: z.enum(['PROCESSING', 'SUCCESS', 'ABNORMAL', 'CLOSED']),
    }),
  ),
  notifications: z.array(
    z.object({ eventType: z.string(), status: z.string(), attempts: z.int(), probesAccepted: z.int() }),
  ),
})

/**
 * Opens a payment at WeChat as our own request would that was on its way for long: with the parameters that were stored
 * for it, whatever has become of the order. → the parameters for the phone.
 */
export async function prepayLate(at: Within & Late, paymentNo: string) {
  const payment = await loadPayment(at.database, paymentNo)
  if (!payment) throw new Error(`No payment ${paymentNo}`)
  const { world, wechatUrl } = at
  const config = readWechatPayConfig(
    {
      WECHAT_PAY_BASE_URL: wechatUrl,
      WECHAT_PAY_MODE: world.mode,
      WECHAT_PAY_MCHID: world.mchid,
      WECHAT_APP_ID: world.appId,
      WECHAT_PAY_MERCHANT_SERIAL: world.merchantSerial,
      WECHAT_PAY_PUBLIC_KEYS: JSON.stringify({ [world.payPublicKeyId]: world.payPublicKeyPem }),
      WECHAT_PAY_NOTIFY_BASE_URL: at.apiUrl,
    },
    { merchantPrivateKeyPem: world.merchantPrivateKeyPem, apiV3Key: world.apiV3Key },
  )
  const now = at.backend.clock.now
  const { subMchid, description, totalFen, openid, payableUntil: expiresAt } = payment
  const command = { outTradeNo: paymentNo, subMchid, description, totalFen, openid, expiresAt }
  const answer = await createWechatPay(config, { now, nonce: randomNonce }).prepay(command)
  if (!answer.ok) throw new Error(`WeChat refuses the prepay: ${answer.refusal.code}`)
  return payParams(config, answer.prepayId, now(), randomNonce())
}

/** A payment as WeChat has it. */
export async function phoneTransaction({ wechatUrl }: Pick<Addresses, 'wechatUrl'>, paymentNo: string) {
  const transaction = await findPhoneTransaction(wechatUrl, paymentNo)
  if (!transaction) throw new Error(`WeChat does not know ${paymentNo}`)
  return transaction
}

/** The same; undefined when our request for it never came to WeChat. */
export async function findPhoneTransaction(wechatUrl: string, paymentNo: string) {
  const reply = await fetch(`${wechatUrl}/phone/transactions/${paymentNo}`)
  const body: unknown = await reply.json()
  return reply.status === 404 ? undefined : PhoneTransaction.parse(body)
}
