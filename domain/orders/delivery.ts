import * as z from 'zod'
import { Mark } from '../shared/mark.ts'
import { Province } from '../shared/region.ts'

/** Personal data that only the functions can open; see `functions/shared/sealed-field.ts`. */
const SealedText = z.string().min(1)

/** Keyed prints of address and phone, by which two orders to the same door are known. */
const marks = z.array(Mark).exactOptional()

/** How an order comes to its buyer. Of an address the domain knows the province, for the fee; the rest is sealed. */
export const OrderDelivery = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('express'), province: Province, sealedAddress: SealedText, marks }),
  z.object({ kind: z.literal('pickup'), sealedPhone: SealedText.exactOptional(), marks }),
  z.object({ kind: z.literal('virtual') }),
])
export type OrderDelivery = z.infer<typeof OrderDelivery>
