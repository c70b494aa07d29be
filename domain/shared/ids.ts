import * as z from 'zod'

/** Every kind of thing that has an id, and the prefix that says so. */
export const idPrefixes = {
  customer: 'cus',
  session: 'ses',
  consoleSignIn: 'sgn',
  visitor: 'vis',
  shop: 'shp',
  product: 'prd',
  sku: 'sku',
  category: 'cat',
  image: 'img',
  stockMove: 'mov',
  order: 'ord',
  payment: 'pay',
  refund: 'ref',
  afterSales: 'afs',
  messageConsent: 'mcs',
  payout: 'out',
  transfer: 'trf',
} as const
export type IdKind = keyof typeof idPrefixes

const ulidPattern = '[0-7][0-9A-HJKMNP-TV-Z]{25}'
const idSchema = (kind: IdKind) => z.string().regex(new RegExp(`^${idPrefixes[kind]}_${ulidPattern}$`))

/** Prefix and ULID, made by the caller of the API for what it creates: the id is the idempotency, for ever. */
export const CustomerId = idSchema('customer').brand<'CustomerId'>()
export const SessionId = idSchema('session').brand<'SessionId'>()
/** One try to sign in at the console, made by its page. 30 characters of the alphabet that a code of WeChat's may carry. */
export const ConsoleSignInId = idSchema('consoleSignIn').brand<'ConsoleSignInId'>()
/** A device before anyone logged in on it; made and kept by the mini-program. */
export const VisitorId = idSchema('visitor').brand<'VisitorId'>()
export const ShopId = idSchema('shop').brand<'ShopId'>()
export const ProductId = idSchema('product').brand<'ProductId'>()
export const SkuId = idSchema('sku').brand<'SkuId'>()
export const ImageId = idSchema('image').brand<'ImageId'>()
export const CategoryId = idSchema('category').brand<'CategoryId'>()
export const StockMoveId = idSchema('stockMove').brand<'StockMoveId'>()
export const OrderId = idSchema('order').brand<'OrderId'>()
/** Our number of a payment, WeChat's `out_trade_no`: one for ever per order. 30 characters of its alphabet. */
export const PaymentNo = idSchema('payment').brand<'PaymentNo'>()
/** Our number of a refund, WeChat's `out_refund_no`: the same in every retry. */
export const RefundNo = idSchema('refund').brand<'RefundNo'>()
export const AfterSalesId = idSchema('afterSales').brand<'AfterSalesId'>()
export const PayoutId = idSchema('payout').brand<'PayoutId'>()

/** One tap in which a customer agreed to messages. */
export const MessageConsentId = idSchema('messageConsent').brand<'MessageConsentId'>()

export type CustomerId = z.infer<typeof CustomerId>
export type SessionId = z.infer<typeof SessionId>
export type ConsoleSignInId = z.infer<typeof ConsoleSignInId>
export type VisitorId = z.infer<typeof VisitorId>
export type ShopId = z.infer<typeof ShopId>
export type ProductId = z.infer<typeof ProductId>
export type SkuId = z.infer<typeof SkuId>
export type ImageId = z.infer<typeof ImageId>
export type CategoryId = z.infer<typeof CategoryId>
export type StockMoveId = z.infer<typeof StockMoveId>
export type OrderId = z.infer<typeof OrderId>
export type PaymentNo = z.infer<typeof PaymentNo>
export type RefundNo = z.infer<typeof RefundNo>
export type AfterSalesId = z.infer<typeof AfterSalesId>
export type MessageConsentId = z.infer<typeof MessageConsentId>
export type PayoutId = z.infer<typeof PayoutId>
