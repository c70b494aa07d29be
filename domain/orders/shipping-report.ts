import * as z from 'zod'
import { assert } from '../shared/decision.ts'
import { OrderId, ShopId } from '../shared/ids.ts'
import { addMinutes, Moment } from '../shared/time.ts'
import type { OrderEvent } from './events.ts'
import { freshParcels, Parcels, parcelsMax, type Shipment } from './shipment.ts'

/** What WeChat is to be told in one call. */
export const Telling = z.object({
  parcels: Parcels,
  /** Whether everything is on its way with these. */
  isAll: z.boolean(),
  /** Whether these are all parcels of the shipment, not further ones. */
  isWhole: z.boolean(),
  /** WeChat orders what it is told by this moment: later for each telling, the same in each try of one. */
  toldAt: Moment,
})
export type Telling = z.infer<typeof Telling>

/** Every parcel by itself, the word that they were all, the correction, and what may have to go before that. */
const pendingMax = parcelsMax + 3

/** What WeChat knows of an order's shipment. It keeps the buyer's money until it has been told. */
export const ShippingReport = z.object({
  orderId: OrderId,
  shopId: ShopId,
  /** due: to be told; told: WeChat knows all that we know; failed: WeChat does not take it, people have to look. */
  status: z.enum(['due', 'told', 'failed']),
  /** In the order in which they are to be told. */
  pending: z.array(Telling).max(pendingMax),
  /** What WeChat has taken: further parcels add to it until it is finished, then one change replaces it. */
  taken: z.object({ parcels: Parcels, isFinished: z.boolean() }),
  lastToldAt: Moment,
  /** WeChat's number for why it did not take the last try, or for having known before. */
  code: z.int().exactOptional(),
  /** Tries of the first pending telling. */
  attempts: z.int().min(0),
  nextAttemptAt: Moment.exactOptional(),
  version: z.int().min(1),
})
export type ShippingReport = z.infer<typeof ShippingReport>

/** Minutes until the next try, by the number of tries before; the last one repeats. WeChat knows a payment some seconds
 *  to a minute after it was made; other trouble (a busy server, a missing right) lasts longer. */
const retryMinutes = [1, 1, 3, 10, 30, 60, 240]
/** With these pauses the last try is before the 48 hours at which WeChat reminds a shop of what is not shipped. */
export const attemptsMax = 17

type ShipmentEvent = Extract<OrderEvent, { type: 'order_shipped' | 'parcels_sent' | 'shipment_corrected' }>
export const isShipmentEvent = (event: OrderEvent): event is ShipmentEvent =>
  event.type === 'order_shipped' || event.type === 'parcels_sent' || event.type === 'shipment_corrected'

/**
 * The report after a fact of the shipment, due at once.
 * A correction takes the place of what WeChat has certainly not taken yet; what is on its way to it goes first.
 * @param shipment as it is after the fact.
 */
export function reportShipment(
  before: ShippingReport | undefined,
  event: ShipmentEvent,
  shipment: Shipment,
): ShippingReport {
  const { orderId, shopId, at } = event
  const { lastToldAt, taken, version, ...given } = before ?? firstReport
  const isOnItsWay = given.status === 'due' && given.attempts > 0
  const earliest = lastToldAt === undefined ? at : laterOf(at, justAfter(lastToldAt))
  const isCorrection = event.type === 'shipment_corrected'
  const kept = isCorrection && !isOnItsWay ? finishing(taken, earliest) : given.pending
  const toldAt = isCorrection ? justAfter(earliest) : earliest
  return {
    orderId,
    shopId,
    status: 'due',
    pending: [...kept, { ...tellingOf(event, shipment), toldAt }],
    taken,
    lastToldAt: toldAt,
    attempts: isOnItsWay ? given.attempts : 0,
    nextAttemptAt: isOnItsWay && given.nextAttemptAt !== undefined ? given.nextAttemptAt : at,
    version: version + 1,
  }
}

type Given = Pick<ShippingReport, 'status' | 'pending' | 'taken' | 'attempts' | 'nextAttemptAt' | 'version'>
const firstReport: Given & { readonly lastToldAt?: string } = {
  status: 'due',
  pending: [],
  taken: { parcels: [], isFinished: false },
  attempts: 0,
  version: 0,
}

/** What must go before a telling of all parcels anew: what WeChat takes for unfinished would only be added to. */
const finishing = ({ parcels, isFinished }: ShippingReport['taken'], toldAt: string): Telling[] =>
  isFinished || parcels.length === 0 ? [] : [{ parcels: parcels.slice(-1), isAll: true, isWhole: false, toldAt }]

function tellingOf(event: ShipmentEvent, shipment: Shipment): Omit<Telling, 'toldAt'> {
  switch (event.type) {
    case 'order_shipped':
      return { parcels: event.parcels, isAll: event.isLast, isWhole: true }
    case 'parcels_sent':
      // That there are no more is told with a parcel: the last one once more.
      return {
        parcels: event.parcels.length > 0 ? event.parcels : shipment.parcels.slice(-1),
        isAll: event.isLast,
        isWhole: false,
      }
    case 'shipment_corrected':
      return { parcels: event.parcels, isAll: true, isWhole: true }
  }
}

/** A failed report, asked for once more by people who have mended what was wrong. */
export const reportAgain = (report: ShippingReport, now: string): ShippingReport =>
  report.status === 'failed'
    ? { ...report, status: 'due', attempts: 0, nextAttemptAt: now, version: report.version + 1 }
    : report

/** The report while it is being told. To be stored before WeChat is asked: of two who would tell it, one does. */
export function beginTelling(report: ShippingReport, now: string): ShippingReport {
  assert(report.status === 'due', 'only what is due is told')
  const pauseMinutes = retryMinutes[Math.min(report.attempts, retryMinutes.length - 1)] ?? 1
  const nextAttemptAt = addMinutes(now, pauseMinutes)
  return { ...report, attempts: report.attempts + 1, nextAttemptAt, version: report.version + 1 }
}

/** What WeChat said to a telling. later: not now, or no clear answer; refused: not in this form, ever. */
export type TellingAnswer =
  | { readonly kind: 'told'; readonly code?: number }
  | { readonly kind: 'later'; readonly code?: number }
  | { readonly kind: 'refused'; readonly code: number }

/** The report after WeChat's answer to `telling`, its first. Told to a report that has gone on, it is no news. */
export function noteTold(report: ShippingReport, telling: Telling, answer: TellingAnswer, now: string): ShippingReport {
  const [first, ...rest] = report.pending
  if (first?.toldAt !== telling.toldAt) return report
  const { code: _before, nextAttemptAt, ...known } = report
  const noted = {
    ...known,
    ...(answer.code === undefined ? {} : { code: answer.code }),
    version: report.version + 1,
  }
  const goOn = { attempts: 0, nextAttemptAt: now }
  if (answer.kind === 'told') {
    const taken = takenAfter(report.taken, telling)
    if (rest.length === 0) return { ...noted, taken, status: 'told', pending: rest }
    return { ...noted, taken, ...goOn, pending: rest }
  }
  const correction = rest.findLast(({ isWhole }) => isWhole)
  if (answer.kind === 'refused' && correction)
    return { ...noted, ...goOn, pending: [...finishing(report.taken, telling.toldAt), correction] }
  if (answer.kind === 'refused' || report.attempts >= attemptsMax) return { ...noted, status: 'failed' }
  return { ...noted, ...(nextAttemptAt === undefined ? {} : { nextAttemptAt }) }
}

function takenAfter(before: ShippingReport['taken'], { parcels, isAll, isWhole }: Telling): ShippingReport['taken'] {
  const all = isWhole ? parcels : [...before.parcels, ...freshParcels(before.parcels, parcels)]
  return { parcels: all, isFinished: isAll }
}

const laterOf = (one: string, other: string) => (one > other ? one : other)
const justAfter = (moment: string) => new Date(Date.parse(moment) + 1).toISOString()
