import type { Input, Reply } from '../../api/call.ts'
import { newId } from '../../api/new-id.ts'
import { bpsOfPercent, fenOfYuan, percentOfBps, yuanOfFen } from '../../parts/typed-numbers.ts'
import { parseOptions, writeOptions } from './options-text.ts'

export type Product = Reply<'get-product'>
type Draft = Input<'draft-product'>['body']
type Edit = Input<'edit-product'>['body']

/** A product as its form holds it: amounts in yuan, options as text. Empty fields are undefined or null. */
export type ProductFields = {
  readonly title: string
  readonly description?: string
  readonly categoryIds?: string[]
  readonly nonGoods?: boolean
  readonly replenishmentDays?: number | null
  /** Per cent. */
  readonly commission?: number | null
  readonly skus: readonly SkuFields[]
}
export type SkuFields = {
  /** Absent of a variant that is being added. */
  readonly skuId?: string
  readonly options?: string
  readonly priceYuan: number
  readonly costYuan?: number | null
  readonly lowStockAt?: number | null
}

const given = <Value>(value: Value | null | undefined): value is Value => value !== null && value !== undefined

export const fieldsOf = (product: Product): ProductFields => ({
  title: product.title,
  description: product.description,
  categoryIds: [...product.categoryIds],
  nonGoods: product.nonGoods,
  ...(given(product.replenishmentDays) ? { replenishmentDays: product.replenishmentDays } : {}),
  ...(given(product.commissionRateBps) ? { commission: percentOfBps(product.commissionRateBps) } : {}),
  skus: product.skus.map(({ skuId, options, priceFen, costFen, lowStockAt }) => ({
    skuId,
    options: writeOptions(options),
    priceYuan: yuanOfFen(priceFen),
    ...(given(costFen) ? { costYuan: yuanOfFen(costFen) } : {}),
    ...(given(lowStockAt) ? { lowStockAt } : {}),
  })),
})

const contentOf = ({ title, description = '', categoryIds = [], nonGoods = false }: ProductFields) => ({
  title,
  description,
  categoryIds: [...categoryIds],
  nonGoods,
})

const newSku = ({ options = '', priceYuan, costYuan, lowStockAt }: SkuFields): Draft['skus'][number] => ({
  skuId: newId('sku'),
  options: parseOptions(options) ?? {},
  priceFen: fenOfYuan(priceYuan),
  ...(given(costYuan) ? { costFen: fenOfYuan(costYuan) } : {}),
  ...(given(lowStockAt) ? { lowStockAt } : {}),
})

export const draftOf = (productId: string, fields: ProductFields): Draft => ({
  productId,
  ...contentOf(fields),
  ...(given(fields.replenishmentDays) ? { replenishmentDays: fields.replenishmentDays } : {}),
  ...(given(fields.commission) ? { commissionRateBps: bpsOfPercent(fields.commission) } : {}),
  skus: fields.skus.map(newSku),
})

/** All that the form shows; what only the owner may set is named by the owner only. */
export function editOf(fields: ProductFields, isOwner: boolean): Edit {
  const edited = fields.skus.flatMap((sku) => {
    const { skuId, options = '', priceYuan, costYuan, lowStockAt } = sku
    if (skuId === undefined) return []
    const cost = isOwner ? { costFen: given(costYuan) ? fenOfYuan(costYuan) : null } : {}
    return [
      {
        skuId,
        options: parseOptions(options) ?? {},
        priceFen: fenOfYuan(priceYuan),
        lowStockAt: lowStockAt ?? null,
        ...cost,
      },
    ]
  })
  const { commission, replenishmentDays } = fields
  return {
    ...contentOf(fields),
    replenishmentDays: replenishmentDays ?? null,
    ...(isOwner ? { commissionRateBps: given(commission) ? bpsOfPercent(commission) : null } : {}),
    skus: edited,
    newSkus: fields.skus.filter(({ skuId }) => skuId === undefined).map(newSku),
  }
}
