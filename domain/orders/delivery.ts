import * as z from 'zod'
import { Province } from '../shared/region.ts'

/** Personal data that only the functions can open; see `functions/shared/sealed-field.ts`. */
const SealedText = z.string().min(1)

/** How an order comes to its buyer. Of an address the domain knows the province, for the fee; the rest is sealed. */
export const OrderDelivery = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('express'), province: Province, sealedAddress: SealedText }),
  z.object({ kind: z.literal('pickup'), sealedPhone: SealedText.exactOptional() }),
  z.object({ kind: z.literal('virtual') }),
])
export type OrderDelivery = z.infer<typeof OrderDelivery>
