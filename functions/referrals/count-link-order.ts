import { creditedFen, type FunnelSale, funnelsOf, orderStep } from '../../domain/referrals/funnel.ts'
import { commit } from '../shared/commit.ts'
import type { Apply } from '../shared/stream.ts'
import { creditedOrderWrite, loadCreditedOrder, stepWrites } from './funnel-store.ts'

/** Counts an order in the funnels of the link that it is credited to. Each event tells the whole truth about its order, so the
 *  one with the highest number stands, whenever it comes and however often. */
export const countLinkOrder: Apply<FunnelSale> = async ({ event, eventNumber }, context) => {
  const { shopId, customerId, linkCode: code, channel, referrerId } = event
  if (code === null || channel === null || referrerId === null) return
  const funnels = funnelsOf({ code, channel, referrerId })
  await commit(context, async () => {
    const before = await loadCreditedOrder(context.db, event)
    if (before && before.version >= eventNumber) return { reply: undefined }
    const [beforeFen, afterFen] = [before?.creditedFen ?? 0, creditedFen(event)]
    const step = orderStep(customerId, beforeFen, afterFen)
    const order = creditedOrderWrite(event, before, { version: eventNumber, creditedFen: afterFen })
    const journeys = await stepWrites(context.db, shopId, funnels, step, context.now())
    return { writes: [order, ...journeys], reply: undefined }
  })
}
