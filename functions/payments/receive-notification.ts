import * as z from 'zod'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { confirmTransaction } from './confirm-transaction.ts'
import { noteRefund } from './note-refund.ts'
import { noteTransferNotice } from './note-transfer.ts'
import type { PaymentsContext } from './pay-context.ts'
import { paymentRefusals } from './refusals.ts'

export const receiveNotification = endpoint(
  {
    summary:
      'WeChat Pay’s call-back: verified over its raw bytes, stored, acknowledged; the order is settled from the stream.',
    reply: z.object({}),
    status: 204,
    refusals: pick(paymentRefusals, 'notification_refused'),
  },
  async ({ raw }, context: PaymentsContext) => {
    const opened = context.openNotification(raw.headers, raw.body)
    if (!opened.ok) {
      context.log.warn('notification refused', { reason: opened.reason })
      return { ok: false, refusal: { code: 'notification_refused' } }
    }
    const { notification } = opened
    switch (notification.kind) {
      case 'payment':
        await confirmTransaction(context, notification.transaction)
        break
      case 'refund': {
        const { outTradeNo, outRefundNo, status, successAt } = notification.refund
        await noteRefund(context, { paymentNo: outTradeNo, refundNo: outRefundNo }, status, successAt)
        break
      }
      case 'transfer':
        await noteTransferNotice(context, notification.transfer)
        break
      case 'other':
        context.log.info('notification of a type without effect', { eventType: notification.eventType })
    }
    return { ok: true, reply: {} }
  },
)
