import { PurchaseEvent } from '../../domain/repurchase/history.ts'
import { consumers } from '../consumers.ts'
import { createContext } from '../shared/environment.ts'
import { streamHandler } from '../shared/stream.ts'
import { applyPurchase } from './apply-purchase.ts'

const row = consumers.find((consumer) => consumer.name === 'project-purchases')
if (!row) throw new Error('No row project-purchases')

export const handler = streamHandler(row, PurchaseEvent, applyPurchase, createContext(row.name))
