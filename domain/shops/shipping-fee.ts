import * as z from 'zod'
import { PositiveFen } from '../shared/fen.ts'
import { Province, provincesMax } from '../shared/region.ts'

/** How goods come to a buyer: by a carrier, fetched in person, or with nothing to be sent. */
export const DeliveryKind = z.enum(['express', 'pickup', 'virtual'])
export type DeliveryKind = z.infer<typeof DeliveryKind>

/** Where to, as far as the fee depends on it. */
export type Destination =
  | { readonly kind: 'express'; readonly province: string }
  | { readonly kind: 'pickup' | 'virtual' }

/** 10,000 yuan: more is a slip of the finger. */
const feeMaxFen = 1_000_000

const rate = {
  feeFen: z.int().min(0).max(feeMaxFen),
  /** From goods of that amount on, nothing is asked. */
  freeFromFen: PositiveFen.exactOptional(),
}

const namesNoProvinceTwice = ({
  regions,
}: {
  readonly regions: readonly { readonly provinces: readonly string[] }[]
}) => {
  const named = regions.flatMap(({ provinces }) => provinces)
  return new Set(named).size === named.length
}

/** What a shop asks for an order by express: one rate, and others for some provinces, which stand instead of the first. */
export const ShippingFeeRule = z
  .strictObject({
    ...rate,
    regions: z
      .array(z.strictObject({ provinces: z.array(Province).min(1).max(provincesMax), ...rate }))
      .max(provincesMax),
  })
  .refine(namesNoProvinceTwice, { message: 'no province twice', path: ['regions'] })
export type ShippingFeeRule = z.infer<typeof ShippingFeeRule>

/** What a buyer pays for the delivery of goods of that amount. Fetching and what is not sent cost nothing. */
export function shippingFeeFen(rule: ShippingFeeRule, goodsFen: number, to: Destination): number {
  if (to.kind !== 'express') return 0
  const { feeFen, freeFromFen } = rule.regions.find(({ provinces }) => provinces.includes(to.province)) ?? rule
  return freeFromFen !== undefined && goodsFen >= freeFromFen ? 0 : feeFen
}
