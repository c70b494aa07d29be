import { nextFlashStep } from '../../domain/catalog/flash-sale.ts'
import { shardsMax } from '../../domain/catalog/stock-parts.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { TooBusy } from '../shared/storage.ts'
import { flashStepWrites, loadParts, type Variant } from './stock-parts-store.ts'

/** From spread to spread anew, and once more while somebody else turns it back. */
const stepsMax = 2 * (shardsMax + 4)

/**
 * Brings a variant's stock into that many shards, or none, step by step. Orders go on between the steps; who is stopped
 * between two of them, or meets somebody who does the same, is right in calling again.
 * @returns false where the product has no such variant. Throws TooBusy when orders do not let it come to an end.
 */
export async function reshardStock(
  context: Pick<Context, 'db' | 'pause'>,
  variant: Variant,
  shards: number,
): Promise<boolean> {
  for (let steps = 0; steps < stepsMax; steps++) {
    const answer = await commit<'not_found' | 'step' | 'done'>(context, async () => {
      const stock = (await loadParts(context.db, variant.shopId, [variant])).get(variant.skuId)
      if (!stock) return { reply: 'not_found' }
      const step = nextFlashStep(stock.parts, shards)
      return step ? { writes: flashStepWrites(stock.parts, step), reply: 'step' } : { reply: 'done' }
    })
    if (answer.ok && answer.reply !== 'step') return answer.reply === 'done'
  }
  throw new TooBusy('The mode of a stock goes to and fro')
}
