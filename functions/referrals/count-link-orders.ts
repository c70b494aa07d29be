import { FunnelSale } from '../../domain/referrals/funnel.ts'
import { consumerRow } from '../shared/consumer-row.ts'
import { createContext } from '../shared/environment.ts'
import { streamHandler } from '../shared/stream.ts'
import { countLinkOrder } from './count-link-order.ts'

const row = consumerRow('stream', 'count-link-orders')

export const handler = streamHandler(row, FunnelSale, countLinkOrder, createContext(row.name))
