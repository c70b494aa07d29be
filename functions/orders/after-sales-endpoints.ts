import type { EndpointsOf } from '../shared/http/api.ts'
import { approveAfterSales } from './approve-after-sales.ts'
import { cancelAfterSales } from './cancel-after-sales.ts'
import { receiveReturn } from './receive-return.ts'
import { refundOrder } from './refund-order.ts'
import { rejectAfterSales } from './reject-after-sales.ts'
import { requestAfterSales } from './request-after-sales.ts'
import { sendReturn } from './send-return.ts'

export const afterSalesEndpoints = {
  'request-after-sales': requestAfterSales,
  'approve-after-sales': approveAfterSales,
  'reject-after-sales': rejectAfterSales,
  'cancel-after-sales': cancelAfterSales,
  'send-return': sendReturn,
  'receive-return': receiveReturn,
  'refund-order': refundOrder,
} satisfies EndpointsOf<'after-sales'>
