import { funnelsOf, stepsOf, type VisitEvent } from '../../domain/referrals/funnel.ts'
import { commit } from '../shared/commit.ts'
import type { Apply } from '../shared/stream.ts'
import { claimWrite, isCounted, mergeFigures, stepWrites } from './funnel-store.ts'

/** Counts a visit in the funnels of its link, its channel and its referrer: once, as the event is claimed with it. */
export const countVisit: Apply<VisitEvent> = async ({ eventId, event }, context) => {
  const { shopId, linkCode: code, channel, referrerId, at } = event
  const funnels = funnelsOf({ code, channel, referrerId })
  const steps = stepsOf(event)
  const [first] = steps
  if (!first) return
  await commit(context, async () => {
    if (await isCounted(context.db, shopId, first.person, eventId)) return { reply: undefined }
    const writes = await Promise.all(steps.map((step) => stepWrites(context.db, shopId, funnels, step, at)))
    return { writes: [claimWrite(shopId, first.person, eventId, at), ...mergeFigures(writes.flat())], reply: undefined }
  })
}
