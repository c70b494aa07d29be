import * as z from 'zod'
import { spentUpTo } from '../../domain/repurchase/channel-spending.ts'
import { AsOf, ChannelFigures } from '../../domain/repurchase/figure-shapes.ts'
import { byAmount, channelFigures } from '../../domain/repurchase/figures.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { shopAsOf } from './as-of.ts'
import { boardReply, RankQuery } from './board.ts'
import { loadBoard } from './cell-store.ts'
import { repurchaseRefusals } from './refusals.ts'
import { loadSpending } from './spending-store.ts'

export const listRepurchaseChannels = endpoint(
  {
    summary:
      'The channels of a shop: the customers whose first purchase came by it, how many of them came back, the orders won by it, and what it cost.',
    path: z.strictObject({ shopId: ShopId }),
    query: RankQuery,
    reply: z.object({ ...AsOf.shape, ...boardReply(ChannelFigures) }),
    status: 200,
    refusals: pick(repurchaseRefusals, 'as_of_in_future'),
  },
  async ({ path: { shopId }, query }, context) => {
    const told = await shopAsOf(context, shopId, query)
    if (!told.ok) return told
    const { asOf } = told.header
    const [{ totals, isComplete }, months] = await Promise.all([
      loadBoard(context.db, shopId, 'channel', asOf),
      loadSpending(context.db, shopId, asOf),
    ])
    const spent = spentUpTo(months, asOf)
    const items = [...new Set([...totals.keys(), ...spent.keys()])].map((channel) =>
      channelFigures(channel, totals.get(channel) ?? new Map(), spent.get(channel) ?? 0),
    )
    const ranked = items
      .filter(({ customers, attributedOrders, spentFen }) => customers + attributedOrders + spentFen > 0)
      .sort(byAmount)
    return { ok: true, reply: { ...told.header, items: ranked.slice(0, query.limit), isComplete } }
  },
)
