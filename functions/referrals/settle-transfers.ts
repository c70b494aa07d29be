import { TransferFinished } from '../../domain/payments/transfer.ts'
import { consumerRow } from '../shared/consumer-row.ts'
import { createContext } from '../shared/environment.ts'
import { streamHandler } from '../shared/stream.ts'
import { settleTransfer } from './settle-transfer.ts'

const row = consumerRow('stream', 'settle-transfers')

export const handler = streamHandler(row, TransferFinished, settleTransfer, createContext(row.name))
