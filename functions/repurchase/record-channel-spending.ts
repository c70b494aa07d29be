import * as z from 'zod'
import { ChannelSpending, recordSpending } from '../../domain/repurchase/channel-spending.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { monthOf } from '../../domain/shared/time.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { shopToday } from './as-of.ts'
import { spendingRefusals } from './refusals.ts'
import { loadSpendingOf, spendingWrite } from './spending-store.ts'

const { channel, day, spentFen } = ChannelSpending.shape

export const recordChannelSpending = endpoint(
  {
    summary:
      'Says what was spent on a channel on a day, for what the channel brings to be held against it. What is said last of a day stands; 0 takes it back.',
    path: z.strictObject({ shopId: ShopId, channel, day }),
    body: z.strictObject({ spentFen }),
    reply: ChannelSpending,
    status: 200,
    refusals: pick(spendingRefusals, 'spent_in_future', 'too_many_channels'),
  },
  async ({ path: { shopId, ...place }, body }, context) => {
    const told = { ...place, ...body }
    const today = await shopToday(context, shopId)
    return commit(context, async () => {
      const known = await loadSpendingOf(context.db, shopId, monthOf(told.day))
      const decision = recordSpending(known, told, today)
      if (!decision.ok) return decision
      return { writes: decision.events.map((month) => spendingWrite(shopId, month)), reply: told }
    })
  },
)
