import * as z from 'zod'
import { type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import type { CustomerId } from '../shared/ids.ts'
import { CategoryIds } from './category.ts'
import { ImageIds } from './image.ts'
import { firstRepeated, type Product, ProductContent, type ProductEvent, ProductText, Sku, skusMax } from './product.ts'

const { costFen, lowStockAt, options, priceFen, skuId } = Sku.shape
const { commissionRateBps, nonGoods, replenishmentDays } = ProductContent.shape

/** What an edit names is changed, and nothing else; null takes away what may be absent. */
export const ProductEdit = z.strictObject({
  title: ProductText.shape.title.exactOptional(),
  description: ProductText.shape.description.unwrap().exactOptional(),
  categoryIds: CategoryIds.exactOptional(),
  imageIds: ImageIds.exactOptional(),
  nonGoods: nonGoods.unwrap().exactOptional(),
  replenishmentDays: replenishmentDays.unwrap().nullable().exactOptional(),
  commissionRateBps: commissionRateBps.unwrap().nullable().exactOptional(),
  /** Changes of variants that are there. */
  skus: z
    .array(
      z.strictObject({
        skuId,
        options: options.exactOptional(),
        priceFen: priceFen.exactOptional(),
        costFen: costFen.unwrap().nullable().exactOptional(),
        lowStockAt: lowStockAt.unwrap().nullable().exactOptional(),
      }),
    )
    .max(skusMax)
    .exactOptional(),
  /** Variants to add. */
  newSkus: z.array(Sku).max(skusMax).exactOptional(),
})
export type ProductEdit = z.infer<typeof ProductEdit>

export type EditRefusal = Refusal<'sku_not_found' | 'sku_id_repeated' | 'sku_id_reused' | 'sku_limit'>

/**
 * Edits a product. What is so already makes no event, and a variant that was added already is not added again. Refuses
 * changes of a variant that is not there, a new one whose id is in use, and more variants than a product can have.
 * Orders that exist keep the prices that they were placed at.
 */
export function editProduct(
  product: Product,
  edit: ProductEdit,
  editedBy: CustomerId,
  now: string,
): Decision<ProductEvent, EditRefusal> {
  const skus = editSkus(product.skus, edit)
  if (!Array.isArray(skus)) return skus
  const { skus: _edits, newSkus: _added, ...fields } = edit
  const before = contentOf(product)
  const content = contentOf({ ...before, ...fields, skus })
  const isSame = isSameSkus(content.skus, before.skus) && isEqual({ ...content, skus: [] }, { ...before, skus: [] })
  return isSame ? decided() : decided({ type: 'product_edited', at: now, editedBy, content })
}

/** The content alone, in the order of its shape. */
const contentOf = (product: object): ProductContent => ProductContent.strip().parse(withoutNull(product))

const withoutNull = (fields: object): object => Object.fromEntries(Object.entries(fields).filter(([, v]) => v !== null))

function editSkus(before: readonly Sku[], { skus: edits = [], newSkus = [] }: ProductEdit) {
  for (const [list, name] of [
    [edits, 'skus'],
    [newSkus, 'newSkus'],
  ] as const) {
    const repeated = firstRepeated(list)
    if (repeated >= 0) return refused('sku_id_repeated', `body.${name}.${repeated}.skuId`)
  }
  const unknown = edits.findIndex((edit) => !before.some((sku) => sku.skuId === edit.skuId))
  if (unknown >= 0) return refused('sku_not_found', `body.skus.${unknown}.skuId`)
  const after = before.map((sku) => ({ ...sku, ...edits.find((edit) => edit.skuId === sku.skuId) }))
  const skus = after.map((sku) => Sku.parse(withoutNull(sku)))
  for (const [at, added] of newSkus.entries()) {
    const there = skus.find((sku) => sku.skuId === added.skuId)
    if (there && !isSameSkus([there], [added])) return refused('sku_id_reused', `body.newSkus.${at}.skuId`)
    if (!there) skus.push(added)
  }
  return skus.length > skusMax ? refused('sku_limit', 'body.newSkus') : skus
}

/** Of values in the order of one shape. */
const isEqual = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/** The names of options have no order. */
const isSameSkus = (some: readonly Sku[], others: readonly Sku[]): boolean =>
  isEqual(some.map(ordered), others.map(ordered))

const ordered = (sku: Sku) => ({
  ...Sku.parse(sku),
  options: Object.entries(sku.options).sort(([a], [b]) => (a < b ? -1 : 1)),
})
