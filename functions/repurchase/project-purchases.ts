import { PurchaseEvent } from '../../domain/repurchase/history.ts'
import { consumerRow } from '../shared/consumer-row.ts'
import { createContext } from '../shared/environment.ts'
import { streamHandler } from '../shared/stream.ts'
import { applyPurchase } from './apply-purchase.ts'

const row = consumerRow('stream', 'project-purchases')

export const handler = streamHandler(row, PurchaseEvent, applyPurchase, createContext(row.name))
