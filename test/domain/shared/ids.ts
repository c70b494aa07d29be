import {
  AfterSalesId,
  AttributionDisputeId,
  CategoryId,
  CustomerId,
  HoldDecisionId,
  OrderId,
  PaymentNo,
  PayoutId,
  ProductId,
  RefundNo,
  ShopId,
  SkuId,
  StockMoveId,
} from '../../../domain/shared/ids.ts'

/** The end of an id: a number where a ULID has its time and chance. */
const number = (value: number) => String(value).padStart(26, '0')

export const shopId = (value = 1) => ShopId.parse(`shp_${number(value)}`)
export const productId = (value = 1) => ProductId.parse(`prd_${number(value)}`)
export const skuId = (value = 1) => SkuId.parse(`sku_${number(value)}`)
export const categoryId = (value = 1) => CategoryId.parse(`cat_${number(value)}`)
export const stockMoveId = (value = 1) => StockMoveId.parse(`mov_${number(value)}`)
export const customerId = (value = 1) => CustomerId.parse(`cus_${number(value)}`)
export const orderId = (value = 1) => OrderId.parse(`ord_${number(value)}`)
export const paymentNo = (value = 1) => PaymentNo.parse(`pay_${number(value)}`)
export const refundNo = (value = 1) => RefundNo.parse(`ref_${number(value)}`)
export const afterSalesId = (value = 1) => AfterSalesId.parse(`afs_${number(value)}`)
export const payoutId = (value = 1) => PayoutId.parse(`out_${number(value)}`)
export const holdDecisionId = (value = 1) => HoldDecisionId.parse(`hdc_${number(value)}`)
export const disputeId = (value = 1) => AttributionDisputeId.parse(`dsp_${number(value)}`)
