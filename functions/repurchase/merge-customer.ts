import * as z from 'zod'
import { mergeHistories, OutsideId } from '../../domain/repurchase/history.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { joinStandingWrites } from '../referrals/join-standings.ts'
import type { Answer } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { TooBusy } from '../shared/storage.ts'
import { beginFold, type Fold, foldChange } from './fold.ts'
import { loadHistory, mergeDepthMax, mergedWrite, type StoredHistory } from './history-store.ts'
import { repurchaseRefusals } from './refusals.ts'

export const mergeCustomer = endpoint(
  {
    summary:
      'Says for ever that a customer of the shop is the same person as another one, e.g. one of an imported past: all purchases become the other’s, and where the referrals of one are suspended, those of both are. Again: the same answer.',
    path: z.strictObject({ shopId: ShopId, customerId: OutsideId }),
    body: z.strictObject({ intoCustomerId: OutsideId }),
    reply: z.object({ customerId: OutsideId, mergedInto: OutsideId }),
    status: 200,
    refusals: pick(
      repurchaseRefusals,
      'buyer_not_found',
      'same_customer',
      'merged_elsewhere',
      'merge_limit',
      'history_too_large',
    ),
  },
  async ({ path: { shopId, customerId }, body: { intoCustomerId } }, context) => {
    const load = (whose: string) => loadHistory(context.db, shopId, whose)
    await settle(context, () => load(customerId))
    return foldChange(
      context,
      () => load(intoCustomerId),
      async (target) => {
        const merged = merge(customerId, await load(customerId), target)
        if (merged.fold === undefined) return merged
        const ids = [customerId, target.history.customerId] as const
        const standings = await joinStandingWrites(context.db, shopId, ids, context.now())
        return { ...merged, fold: { ...merged.fold, writes: [...merged.fold.writes, ...standings] } }
      },
    )
  },
)

/** Ends what a crash may have left half folded. */
const settle = (context: Pick<Context, 'db' | 'pause'>, load: () => Promise<StoredHistory>) =>
  foldChange(context, load, async () => ({ answer: undefined }))

type MergeRefusal = Exclude<keyof typeof repurchaseRefusals, 'as_of_in_future'>
type Merge = {
  readonly fold?: Fold
  readonly answer: Answer<{ readonly customerId: string; readonly mergedInto: string }, MergeRefusal>
}

/** What a merge comes to, by what both histories are now. */
function merge(customerId: string, source: StoredHistory, target: StoredHistory): Merge {
  const mergedInto = target.history.customerId
  const answer = { ok: true, reply: { customerId, mergedInto } } as const
  const no = (code: MergeRefusal): Merge => ({ answer: { ok: false, refusal: { code } } })
  if (customerId === mergedInto) return no('same_customer')
  const owner = source.history.customerId
  // A customer whose purchases another one has already been given was merged before.
  if (owner === mergedInto) return { answer }
  if (owner !== customerId) return no('merged_elsewhere')
  if (source.version === 0) return no('buyer_not_found')
  if (source.folded > 0) throw new TooBusy('The history to merge is being changed')
  const mergeDepth = Math.max(target.mergeDepth, source.mergeDepth + 1)
  if (mergeDepth > mergeDepthMax) return no('merge_limit')
  const after = mergeHistories(source.history, target.history)
  if (after === 'full') return no('history_too_large')
  const begun = beginFold({ ...target, mergeDepth }, after, [source.history])
  const fold: Fold = { ...begun, writes: [...begun.writes, mergedWrite(source, mergedInto)] }
  return { fold, answer }
}
