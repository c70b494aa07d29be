import * as z from 'zod'
import { isPaidOrder } from '../../domain/orders/order.ts'
import { Comparison, compareTerms, OtherTerms, type ReplayedOrder } from '../../domain/referrals/dry-run.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { addDays, Moment } from '../../domain/shared/time.ts'
import { listShopOrdersByAge } from '../orders/order-lists.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { PageQuery, pageLimitMax } from '../shared/http/page.ts'
import type { SecondLevelContext } from '../shared/second-level.ts'
import type { Reader } from '../shared/storage.ts'
import { loadShop } from '../shops/shop-store.ts'
import { referralRefusals } from './refusals.ts'
import { loadReplayed } from './replayed-order.ts'

/** A month of orders shows what other terms would do; older ones were placed for another season. */
const replayedDays = 30
/** Pages of orders that one answer goes through: some 500 orders are a second or two. */
const pagesPerAnswer = 5

export const dryRunCommission = endpoint(
  {
    summary:
      'Replays the shop’s orders of the last 30 days under other terms, without any effect: who would have earned what, against what they earned. Where the deployment has a second level, `second` says the same of those who introduced them. With a cursor there is more: the sums of all parts add up.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery.pick({ cursor: true }),
    body: OtherTerms,
    reply: z.object({
      /** Orders placed from then on. */
      from: Moment,
      ...Comparison.shape,
      cursor: z.string().exactOptional(),
    }),
    status: 200,
    refusals: pick(referralRefusals, 'second_level_off'),
  },
  async ({ path: { shopId }, query, body }, context: SecondLevelContext) => {
    if (body.secondLevelRateBps !== undefined && !context.isSecondLevelOn)
      return { ok: false, refusal: { code: 'second_level_off', field: 'body.secondLevelRateBps' } }
    const shop = context.isSecondLevelOn ? await loadShop(context.db, shopId) : undefined
    const secondRateBps = shop && (shop.settings.secondLevelRateBps ?? 0)
    // The same moment all day, so that a cursor goes on in the list that it was made for.
    const from = `${addDays(context.now(), -replayedDays).slice(0, 10)}T00:00:00.000Z`
    const { replayed, ...next } = await loadPages(context.db, { shopId, from, secondRateBps }, query)
    return { ok: true, reply: { from, ...compareTerms(replayed, body), ...next } }
  },
)

type Asked = { readonly shopId: ShopId; readonly from: string; readonly secondRateBps: number | undefined }
type Next = { readonly cursor?: string }

/** The paid orders of as many pages as one answer goes through, and where the next answer begins. */
async function loadPages(db: Reader, { shopId, from, secondRateBps }: Asked, first: Next) {
  const replayed: ReplayedOrder[] = []
  let next = first
  for (let page = 0; page < pagesPerAnswer; page++) {
    const { orders, ...rest } = await listShopOrdersByAge(db, shopId, { from }, { limit: pageLimitMax, ...next })
    const paid = orders.filter(isPaidOrder)
    replayed.push(...(await Promise.all(paid.map((order) => loadReplayed(db, order, secondRateBps)))))
    next = rest
    if (next.cursor === undefined) break
  }
  return { replayed, ...next }
}
