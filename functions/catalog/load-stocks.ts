import { hasEnough, isAddedUp, type StockChange } from '../../domain/catalog/stock.ts'
import { type CountedStock, isUnchanged } from '../../domain/catalog/stock-parts.ts'
import { commit } from '../shared/commit.ts'
import type { Context } from '../shared/context.ts'
import { type Reader, TooBusy } from '../shared/storage.ts'
import { foldWrites, loadParts, type Stocks, splitChanges } from './stock-parts-store.ts'

/** Readings for somebody who only looks, until all parts fit together. */
const looksMax = 3
/** Readings, until two are the same, before somebody is told to come again rather than that nothing is left. */
const readingsMax = 6
/** Writes of stock in one transaction: an order of 20 lines has fewer than 40 others, and there are 100. */
export const stockWritesMax = 60

type Sku = { readonly productId: string; readonly skuId: string }
const isPlain = ({ parts }: CountedStock) => parts.main.mode === 'plain'

/** Stock of the variants named, to be shown. While a spread one is bought by many, its figures may be moments apart. */
export async function loadStocks(db: Reader, shopId: string, skus: readonly Sku[]): Promise<Stocks> {
  let stocks = await loadParts(db, shopId, skus)
  for (let looks = 1; looks < looksMax && ![...stocks.values()].every(isAddedUp); looks++)
    stocks = await loadParts(db, shopId, skus)
  return stocks
}

/**
 * Stock of the variants that the changes are about, to be decided on. What seems to be missing is missing: spread stock
 * is read until it was all so at one moment. Units in too many shards for one transaction are put together first.
 * Throws TooBusy where the parts do not stand still.
 */
export async function loadStocksToChange(
  context: Pick<Context, 'db' | 'pause'>,
  shopId: string,
  changes: readonly StockChange[],
  id: string,
): Promise<Stocks> {
  const stocks = await loadSteady(context.db, shopId, changes)
  const possible = changes.filter((change) => isPossible(stocks, change))
  if (splitChanges(stocks, possible, id).length <= stockWritesMax) return stocks
  for (const { skuId } of possible) await gather(context, stocks.get(skuId))
  return loadSteady(context.db, shopId, changes)
}

function isPossible(stocks: Stocks, change: StockChange): boolean {
  const stock = stocks.get(change.skuId)
  return stock?.productId === change.productId && hasEnough(stock, change)
}

async function loadSteady(db: Reader, shopId: string, changes: readonly StockChange[]): Promise<Stocks> {
  if (changes.length === 0) return new Map()
  let stocks = await loadParts(db, shopId, changes)
  for (let readings = 1; readings < readingsMax; readings++) {
    const short = changes.flatMap((change) => {
      const stock = stocks.get(change.skuId)
      return stock && !isPlain(stock) && !hasEnough(stock, change) ? [stock] : []
    })
    if (short.length === 0) return stocks
    const again = await loadParts(db, shopId, changes)
    const isSame = ({ skuId, parts }: CountedStock) => {
      const after = again.get(skuId)
      return after !== undefined && isUnchanged(parts, after.parts)
    }
    stocks = again
    if (short.every(isSame)) return stocks
  }
  throw new TooBusy('The parts of a stock do not stand still')
}

/** Puts the units of all shards together in the main counters; the mode stays, and the shards are missing in it. */
async function gather(context: Pick<Context, 'db' | 'pause'>, stock: CountedStock | undefined): Promise<void> {
  for (const { shard } of stock?.parts.shards ?? [])
    await commit(context, async () => {
      if (!stock) return { reply: undefined }
      const current = (await loadParts(context.db, stock.shopId, [stock])).get(stock.skuId)
      const there = current?.parts.shards.find((each) => each.shard === shard)
      return there ? { writes: foldWrites(stock, there), reply: undefined } : { reply: undefined }
    })
}
