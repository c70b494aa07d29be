import * as z from 'zod'
import { Moment } from '../shared/time.ts'

/** Parcels of one order: as many as WeChat takes in one report of a shipment. */
export const parcelsMax = 10

/** One parcel with a carrier. */
export const Parcel = z.strictObject({
  /** Carrier's code in WeChat's list of delivery companies, e.g. `SF`. */
  carrier: z.string().regex(/^[A-Za-z0-9_]{1,32}$/),
  trackingNo: z.string().regex(/^[A-Za-z0-9-]{4,64}$/),
})
export type Parcel = z.infer<typeof Parcel>
export const Parcels = z.array(Parcel).max(parcelsMax)

/** What has gone to the buyer. */
export const Shipment = z.object({
  /** None where the goods were handed over, or are no goods. */
  parcels: Parcels,
  /** Whether everything is on its way: with parcels that are told one after the other, from the last one on. */
  isComplete: z.boolean(),
  lastSentAt: Moment,
  /** When the parcels were told anew. That can be done once. */
  correctedAt: Moment.exactOptional(),
})
export type Shipment = z.infer<typeof Shipment>

const isSame = (one: Parcel) => (other: Parcel) => one.carrier === other.carrier && one.trackingNo === other.trackingNo

/** Those of the parcels that are not among the told ones, each once. */
export const freshParcels = (told: readonly Parcel[], parcels: readonly Parcel[]): Parcel[] =>
  parcels.filter((parcel, at) => !told.some(isSame(parcel)) && parcels.findIndex(isSame(parcel)) === at)
