import type { Order } from '../../domain/orders/order.ts'
import { beginTelling, noteTold, type ShippingReport, type Telling } from '../../domain/orders/shipping-report.ts'
import { loadPayment } from '../payments/payment-store.ts'
import { commit } from '../shared/commit.ts'
import { sweepDue } from '../shared/sweep-due.ts'
import { type WechatApiContext, wechatApi } from '../shared/wechat-access-token.ts'
import { openDelivery } from './delivery.ts'
import { loadOrder, type OrderKeys } from './order-store.ts'
import type { OrdersContext } from './orders-context.ts'
import { listDueReports, loadReport, reportShardPks, reportWrites } from './shipping-report-store.ts'
import { uploadShippingInfo } from './wechat-shipping.ts'

export type ReportingContext = OrdersContext & WechatApiContext

/** The carrier whose parcels WeChat shows only to who gives the recipient's number. */
const carrierWithContact = 'SF'

/**
 * Tells WeChat of every shipment that it does not know of yet: until then it keeps the buyer's money.
 * @returns how many were looked at.
 */
export const reportDueShipments = (context: ReportingContext): Promise<number> =>
  sweepDue(context, { shards: reportShardPks, list: listDueReports, handle: report, failure: 'shipment not reported' })

async function report(context: ReportingContext, ids: OrderKeys): Promise<void> {
  const claimed = await claim(context, ids)
  const telling = claimed?.pending[0]
  if (!telling) return
  const upload = await uploadOf(context, ids, telling)
  const answer = await uploadShippingInfo(wechatApi(context), upload)
  const noted = await commit(context, async () => {
    const before = await loadReport(context.db, ids)
    if (!before) throw new Error(`The report of order ${ids.orderId} has gone`)
    const after = noteTold(before, telling, answer, context.now())
    return { writes: reportWrites(before, after), reply: after }
  })
  const about = { ...ids, ...answer }
  if (noted.ok && noted.reply.status === 'failed') context.log.error('WeChat does not take a shipment', about)
  else if (answer.kind !== 'told') context.log.warn('shipment is reported again later', about)
}

/** The report with this try counted, for the one who is to make it; nothing where another sweep or a change came first. */
async function claim({ db, now }: ReportingContext, ids: OrderKeys): Promise<ShippingReport | undefined> {
  const before = await loadReport(db, ids)
  const isDue = before?.status === 'due' && before.nextAttemptAt !== undefined && before.nextAttemptAt <= now()
  if (!isDue) return undefined
  const begun = beginTelling(before, now())
  const outcome = await db.transact(reportWrites(before, begun))
  return outcome.kind === 'written' ? begun : undefined
}

async function uploadOf({ db, fields }: ReportingContext, ids: OrderKeys, telling: Telling) {
  const order = await loadOrder(db, ids.shopId, ids.orderId)
  if (!order || !('shipment' in order)) throw new Error(`Order ${ids.orderId} has a report and no shipment`)
  const payment = await loadPayment(db, order.paymentNo)
  if (!payment) throw new Error(`Order ${ids.orderId} is shipped and has no payment`)
  const { transactionId, lines } = order
  const upload = { transactionId, openid: payment.openid, kind: order.delivery.kind, lines, telling }
  const needsContact = telling.parcels.some(({ carrier }) => carrier === carrierWithContact)
  return needsContact ? { ...upload, ...recipientOf(fields, order) } : upload
}

function recipientOf(fields: ReportingContext['fields'], order: Order): { readonly phone?: string } {
  const delivery = openDelivery(fields, order)
  return delivery.kind === 'express' ? { phone: delivery.address.phone } : {}
}
