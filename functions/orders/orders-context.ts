import type { Context } from '../shared/context.ts'
import type { SealedFields } from '../shared/sealed-field.ts'
import type { SecondLevelContext } from '../shared/second-level.ts'

/** What the orders endpoints work with: it opens and seals the personal data of orders. */
export type OrdersContext = Context & { readonly fields: SealedFields }
/** What placing works with. */
export type PlacingContext = OrdersContext & SecondLevelContext
