import type { SkuId } from '../shared/ids.ts'
import type { Product, Sku } from './product.ts'
import type { Stock } from './stock.ts'

/** Whether its stock is looked at: it is on sale, and one of its variants says when it runs low. */
export const isWatched = ({ status, skus }: Pick<Product, 'status' | 'skus'>): boolean =>
  status === 'on_sale' && skus.some(({ lowStockAt }) => lowStockAt !== undefined)

export type LowSku = Pick<Sku, 'skuId' | 'options'> & {
  readonly lowStockAt: number
  /** Units that can be bought now. */
  readonly onHand: number
  /** Units in unpaid orders: they come back, or are sold. */
  readonly held: number
}

/** The variants that have no more units on hand than they say. One that does not say is never low. */
export const lowSkus = (
  { skus }: Pick<Product, 'skus'>,
  stocks: ReadonlyMap<SkuId, Pick<Stock, 'onHand' | 'held'>>,
): LowSku[] =>
  skus.flatMap(({ skuId, options, lowStockAt }) => {
    const { onHand, held } = stocks.get(skuId) ?? { onHand: 0, held: 0 }
    return lowStockAt !== undefined && onHand <= lowStockAt ? [{ skuId, options, lowStockAt, onHand, held }] : []
  })
