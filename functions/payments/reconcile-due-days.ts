import { billDay } from '../../domain/payments/reconciliation.ts'
import { addDays, addMinutes } from '../../domain/shared/time.ts'
import type { Shop } from '../../domain/shops/shop.ts'
import { listShops } from '../shops/shop-store.ts'
import type { PaymentsContext } from './pay-context.ts'
import { reconcileShop, type ShopOutcome } from './reconcile-shop.ts'
import { loadProgress, type Progress, saveProgress } from './reconciliation-store.ts'
import { WechatPayUnavailable } from './wechat-pay/errors.ts'

/** WeChat has made the bill of a day by ten o'clock of the next, in Beijing. */
const madeAfterMinutes = 10 * 60
/** Days that are still tried after they failed. */
const daysBackMax = 7
/** Shops between two notes of how far it came. */
const shopsPerPage = 10
/** Leaves time for the page at hand before the function's own end. */
const workingMinutes = 0.4

/**
 * Reconciles every day whose bill is due, shop by shop. It notes how far it came and goes on there the next time; a shop
 * that failed is logged and comes again. Every result is stored once, so it is safe to repeat.
 * @returns how many results it stored.
 */
export async function reconcileDueDays(context: PaymentsContext): Promise<number> {
  const until = addMinutes(context.now(), workingMinutes)
  let stored = 0
  for (const day of dueDays(context.now())) {
    const progress = await loadProgress(context.db, day)
    if (!progress.isDone) stored += await reconcileDay(context, day, progress, until)
  }
  return stored
}

/** The oldest first. */
export function dueDays(now: string): string[] {
  // At ten o'clock of Beijing the day before is due, and not a moment sooner.
  const tenHoursAgo = addMinutes(now, -madeAfterMinutes)
  return Array.from({ length: daysBackMax }, (_, at) => billDay(addDays(tenHoursAgo, at - daysBackMax)))
}

async function reconcileDay(context: PaymentsContext, day: string, from: Progress, until: string): Promise<number> {
  let stored = 0
  let { cursor, hasFailed } = from
  do {
    const page = await listShops(context.db, { limit: shopsPerPage, ...(cursor === '' ? {} : { cursor }) })
    const outcomes = await reconcileShops(context, page.shops, day)
    stored += outcomes.filter((outcome) => outcome === 'reconciled').length
    if (outcomes.includes('not_ready') || outcomes.includes('unavailable')) return stored
    hasFailed ||= outcomes.includes('failed')
    cursor = page.cursor ?? ''
    const isEnd = cursor === ''
    const progress = isEnd ? { cursor, hasFailed: false, isDone: !hasFailed } : { cursor, hasFailed, isDone: false }
    await context.db.transact([saveProgress(day, progress)])
  } while (cursor !== '' && context.now() < until)
  return stored
}

type Tried = ShopOutcome | 'failed' | 'unavailable'

/** The shops that were there on that day, one by one. Ends with the first for which there is no bill to be had now. */
async function reconcileShops(context: PaymentsContext, shops: readonly Shop[], day: string): Promise<Tried[]> {
  const outcomes: Tried[] = []
  for (const shop of shops) {
    if (billDay(shop.openedAt) > day) continue
    const outcome = await tryShop(context, shop, day)
    outcomes.push(outcome)
    // The others would wait in vain too.
    if (outcome === 'not_ready' || outcome === 'unavailable') break
  }
  return outcomes
}

async function tryShop(context: PaymentsContext, shop: Shop, day: string): Promise<Tried> {
  try {
    return await reconcileShop(context, shop, day)
  } catch (error) {
    context.log.error('shop not reconciled', { shopId: shop.shopId, day, error })
    return error instanceof WechatPayUnavailable ? 'unavailable' : 'failed'
  }
}
