import * as z from 'zod'
import { AsOf, ChannelFigures } from '../../domain/repurchase/figure-shapes.ts'
import { byAmount, channelFigures } from '../../domain/repurchase/figures.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { shopAsOf } from './as-of.ts'
import { boardReply, RankQuery } from './board.ts'
import { loadBoard } from './cell-store.ts'
import { repurchaseRefusals } from './refusals.ts'

export const listRepurchaseChannels = endpoint(
  {
    summary:
      'The channels of a shop: the customers whose first purchase came by it and how many of them came back, and the orders won by it.',
    path: z.strictObject({ shopId: ShopId }),
    query: RankQuery,
    reply: z.object({ ...AsOf.shape, ...boardReply(ChannelFigures) }),
    status: 200,
    refusals: pick(repurchaseRefusals, 'as_of_in_future'),
  },
  async ({ path: { shopId }, query }, context) => {
    const told = await shopAsOf(context, shopId, query)
    if (!told.ok) return told
    const { totals, isComplete } = await loadBoard(context.db, shopId, 'channel', told.header.asOf)
    const items = [...totals].map(([channel, figures]) => channelFigures(channel, figures))
    const ranked = items.filter(({ customers, attributedOrders }) => customers + attributedOrders > 0).sort(byAmount)
    return { ok: true, reply: { ...told.header, items: ranked.slice(0, query.limit), isComplete } }
  },
)
