import { RefundSucceeded } from '../../domain/payments/payment.ts'
import { consumerRow } from '../shared/consumer-row.ts'
import { createContext } from '../shared/environment.ts'
import { streamHandler } from '../shared/stream.ts'
import { settleRefund } from './settle-refund.ts'

const row = consumerRow('stream', 'settle-refunds')

export const handler = streamHandler(row, RefundSucceeded, settleRefund, createContext(row.name))
