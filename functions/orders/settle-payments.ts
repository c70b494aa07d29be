import { PaymentSucceeded } from '../../domain/payments/payment.ts'
import { consumerRow } from '../shared/consumer-row.ts'
import { createContext } from '../shared/environment.ts'
import { streamHandler } from '../shared/stream.ts'
import { settleOrder } from './settle-order.ts'

const row = consumerRow('stream', 'settle-payments')

export const handler = streamHandler(row, PaymentSucceeded, settleOrder, createContext(row.name))
