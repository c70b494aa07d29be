import type { Scope } from '../../domain/repurchase/contributions.ts'
import { type RepurchaseSummary, summarise } from '../../domain/repurchase/summary.ts'
import { shopDay } from '../../domain/shared/time.ts'
import type { Context } from '../shared/context.ts'
import { Refused } from '../shared/http/refusals.ts'
import { loadShop } from '../shops/shop-store.ts'
import { loadFigures } from './cell-store.ts'

/** The figures of a scope as they stand now, which is the shop's today. Throws Refused where there is no such shop. */
export async function loadSummary(
  { db, now }: Pick<Context, 'db' | 'now'>,
  shopId: string,
  scope: Scope,
): Promise<RepurchaseSummary> {
  const [shop, figures] = await Promise.all([loadShop(db, shopId), loadFigures(db, shopId, scope)])
  // Staff have a shop; an operator may ask for one that nobody has opened.
  if (!shop) throw new Refused('not_found')
  return summarise(figures, shopDay(now(), shop.timeZone))
}
