import { consumerRow } from '../shared/consumer-row.ts'
import { createContext } from '../shared/environment.ts'
import { streamHandler } from '../shared/stream.ts'
import { applyCommission, CommissionEvent } from './apply-commission.ts'

const row = consumerRow('stream', 'book-commissions')

export const handler = streamHandler(row, CommissionEvent, applyCommission, createContext(row.name))
