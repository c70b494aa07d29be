import { addCalendarDays, addMinutes, shopDay } from '../../domain/shared/time.ts'
import type { Shop } from '../../domain/shops/shop.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { listShops } from '../shops/shop-store.ts'
import { predictStoredShop } from './predict-stored-shop.ts'
import { loadPrediction, loadProgress, saveProgress } from './prediction-store.ts'

/** Shops between two notes of how far it came. */
const shopsPerPage = 10
/** Leaves time for the shop at hand, be it the largest, before the function's own end. */
const workingMinutes = 5

/**
 * Predicts every shop that has not been since its last day ended. It notes how far it came and goes on there in the next
 * run; behind the last shop it begins again. A shop that failed is logged, and comes again in the next round.
 * @returns how many shops it predicted.
 */
export async function predictDueShops(context: Context): Promise<number> {
  const until = addMinutes(context.now(), workingMinutes)
  let predicted = 0
  let cursor = await loadProgress(context.db)
  do {
    const page = await listShops(context.db, { limit: shopsPerPage, ...(cursor === '' ? {} : { cursor }) })
    for (const shop of page.shops) if (await tryShop(context, shop)) predicted += 1
    cursor = page.cursor ?? ''
    const write = saveProgress(cursor)
    await commit(context, async () => ({ writes: [write], reply: undefined }))
  } while (cursor !== '' && context.now() < until)
  return predicted
}

async function tryShop(context: Context, shop: Shop): Promise<boolean> {
  // The day that is not over has purchases to come, and would count as one without.
  const asOf = addCalendarDays(shopDay(context.now(), shop.timeZone), -1)
  try {
    const known = await loadPrediction(context.db, shop.shopId)
    if (known !== undefined && known.prediction.asOf >= asOf) return false
    return await predictStoredShop(context, shop.shopId, asOf)
  } catch (error) {
    context.log.error('shop not predicted', { shopId: shop.shopId, asOf, error })
    return false
  }
}
