import type { PayContext } from '../payments/pay-context.ts'
import type { Context } from '../shared/context.ts'
import type { SealedFields } from '../shared/sealed-field.ts'

/** What opens and seals the personal data of orders. */
export type SealingContext = Context & { readonly fields: SealedFields }

/** What the orders endpoints work with. */
export type OrdersContext = PayContext & SealingContext
