import { VisitEvent } from '../../domain/referrals/funnel.ts'
import { consumerRow } from '../shared/consumer-row.ts'
import { createContext } from '../shared/environment.ts'
import { streamHandler } from '../shared/stream.ts'
import { countVisit } from './count-visit.ts'

const row = consumerRow('stream', 'count-visits')

export const handler = streamHandler(row, VisitEvent, countVisit, createContext(row.name))
