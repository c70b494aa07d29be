import { handler as sendMessages } from '../engagement/send-messages.ts'
import { handler as countLinkOrders } from '../referrals/count-link-orders.ts'
import { handler as projectPurchases } from '../repurchase/project-purchases.ts'
import { streamReader } from '../shared/stream-reader.ts'

export const handler = streamReader<'follow-orders'>({
  'count-link-orders': countLinkOrders,
  'project-purchases': projectPurchases,
  'send-messages': sendMessages,
})
