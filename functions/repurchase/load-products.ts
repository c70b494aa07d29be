import type { Figure, Figures } from '../../domain/repurchase/cells.ts'
import type { ProductFigures } from '../../domain/repurchase/figure-shapes.ts'
import { byRepeatBuyers, productFigures } from '../../domain/repurchase/figures.ts'
import { addFigures } from '../../domain/repurchase/series.ts'
import type { Reader } from '../shared/storage.ts'
import { loadBoard, loadPastGaps } from './cell-store.ts'

/** Products that a dashboard shows. */
export const productsShown = 50

/** The products of a shop with the most repeat buyers as of a day, and whether all were read to find them. */
export async function loadProducts(
  db: Reader,
  shopId: string,
  asOf: string,
  limit: number,
): Promise<{ readonly products: ProductFigures[]; readonly isComplete: boolean }> {
  const { totals, isComplete } = await loadBoard(db, shopId, 'product', asOf)
  const top = [...totals]
    .map(([id, figures]) => productFigures(id, figures))
    .filter(({ buyers }) => buyers > 0)
    .sort(byRepeatBuyers)
    .slice(0, limit)
  // A product's gaps are wide, so only those of the products shown are read.
  const products = top.map(async ({ productId: id }) => {
    const sums = new Map<Figure, number>(totals.get(id) ?? (new Map() as Figures))
    addFigures(sums, await loadPastGaps(db, shopId, { kind: 'product', id }, asOf))
    return productFigures(id, sums)
  })
  return { products: await Promise.all(products), isComplete }
}
