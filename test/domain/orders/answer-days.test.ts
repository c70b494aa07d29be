import { expect, test } from 'vitest'
import { requestAfterSales } from '../../../domain/orders/open-after-sales.ts'
import { approveAfterSales, sendReturn } from '../../../domain/orders/refund-order.ts'
import { addDays } from '../../../domain/shared/time.ts'
import { refundNo } from '../shared/ids.ts'
import { made } from '../shared/made.ts'
import { claim, evolved, receivedAt as now, orderIn, shop } from './orders.ts'

test.each([1, 7])('a shop answers within the %i days that it had set when the order was placed', (days) => {
  const order = { ...orderIn.received, afterSalesAnswerDays: days }
  const asked = made(requestAfterSales(order, { ...claim, kind: 'return_and_refund' }, order.customerId, now))
  expect(asked).toMatchObject([{ answerBy: addDays(now, days) }])
  const requested = evolved(order, asked)
  if (requested.status !== 'received') throw new Error('A request leaves the order as it is')
  const [each] = requested.afterSales
  if (!each) throw new Error('No case')
  const approved = evolved(requested, made(approveAfterSales(requested, each, refundNo(), shop.ownerId, now)))
  if (approved.status !== 'received' || !approved.afterSales[0]) throw new Error('No case')
  const parcel = { carrier: '顺丰', trackingNo: 'SF0000000001' }
  const later = addDays(now, 1)
  const sent = made(sendReturn(approved, approved.afterSales[0], parcel, later))
  expect(sent).toMatchObject([{ answerBy: addDays(later, days) }])
})
