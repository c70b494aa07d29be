import * as z from 'zod'
import { CustomerId, OrderId, ShopId, VisitorId } from '../shared/ids.ts'
import { Moment } from '../shared/time.ts'
import { Channel, type Link, LinkCode } from './link.ts'

/** Who opened a link: a device on which nobody is logged in, or a customer. */
export const Person = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('device'), visitorId: VisitorId }),
  z.object({ kind: z.literal('customer'), customerId: CustomerId }),
])
export type Person = z.infer<typeof Person>

const ofLink = { shopId: ShopId, linkCode: LinkCode, referrerId: CustomerId, channel: Channel, at: Moment }

/** Somebody opened a link, for the first time on that day. */
const LinkVisited = z.object({ type: z.literal('link_visited'), ...ofLink, person: Person })

/** A device's visit has become that of the customer who logged in there. */
const VisitBound = z.object({
  type: z.literal('visit_bound'),
  ...ofLink,
  visitorId: VisitorId,
  customerId: CustomerId,
  /** The customer had opened the link on that day already, elsewhere: the two are one visit. */
  isRepeated: z.boolean(),
})
export const VisitEvent = z.discriminatedUnion('type', [LinkVisited, VisitBound])
export type VisitEvent = z.infer<typeof VisitEvent>

/** What a sale tells the funnel, the whole truth about the order as it stands after the event. */
export const FunnelSale = z.object({
  shopId: ShopId,
  orderId: OrderId,
  customerId: CustomerId,
  linkCode: LinkCode.nullable(),
  referrerId: CustomerId.nullable(),
  channel: Channel.nullable(),
  netPaidFen: z.int().min(0),
  excludedFromFigures: z.boolean(),
})
export type FunnelSale = z.infer<typeof FunnelSale>

/**
 * The ways from seeing a link to buying again. Visits: one by each person on each day. Visitors: who made them, devices and
 * customers; logins: the customers among them. Orders: paid, credited to the link, of which something is kept, and `netFen`
 * what is kept of them. Buyers: who made one; repeat buyers: who made another.
 */
export const Funnel = z.object({
  visits: z.int().default(0),
  visitors: z.int().default(0),
  logins: z.int().default(0),
  orders: z.int().default(0),
  netFen: z.int().default(0),
  buyers: z.int().default(0),
  repeatBuyers: z.int().default(0),
})
export type Funnel = z.infer<typeof Funnel>
export const funnelStages = ['visits', 'visitors', 'logins', 'orders', 'netFen', 'buyers', 'repeatBuyers'] as const

/** Whose funnel it is: a link's, a channel's of the shop or a referrer's in the shop. */
export type FunnelOf = { readonly kind: 'link' | 'channel' | 'referrer'; readonly id: string }

/** The funnels that a link is part of. */
export const funnelsOf = ({
  code,
  channel,
  referrerId,
}: Pick<Link, 'channel' | 'referrerId'> & { readonly code: string }): FunnelOf[] => [
  { kind: 'link', id: code },
  { kind: 'channel', id: channel },
  { kind: 'referrer', id: referrerId },
]

/** What one person has done in one funnel: sums, so that what they are made of may come in any order. */
export type Journey = { readonly isCustomer: boolean; readonly visits: number; readonly orders: number }

/** What a person counts for in a funnel, money aside. Every figure is a sum of it, and moves by its differences. */
export const contributions = ({ isCustomer, visits, orders }: Journey) => ({
  visits,
  visitors: visits > 0 ? 1 : 0,
  logins: isCustomer && visits > 0 ? 1 : 0,
  orders,
  buyers: orders > 0 ? 1 : 0,
  repeatBuyers: orders > 1 ? 1 : 0,
})

/** How a person's journey goes on, and what it brings or takes: fen. */
export type JourneyStep = Pick<Journey, 'visits' | 'orders'> & { readonly person: Person; readonly netFen: number }

export const takeStep = (journey: Journey, { visits, orders }: JourneyStep): Journey => ({
  ...journey,
  visits: journey.visits + visits,
  orders: journey.orders + orders,
})

/** What a step moves in the figures of a funnel. */
export function figureMoves(before: Journey, step: JourneyStep): Funnel {
  const [was, is] = [contributions(before), contributions(takeStep(before, step))]
  return {
    visits: is.visits - was.visits,
    visitors: is.visitors - was.visitors,
    logins: is.logins - was.logins,
    orders: is.orders - was.orders,
    netFen: step.netFen,
    buyers: is.buyers - was.buyers,
    repeatBuyers: is.repeatBuyers - was.repeatBuyers,
  }
}

const noOrder = { orders: 0, netFen: 0 } as const

/** What a visit means to the journeys of those whom it is about. */
export function stepsOf(event: VisitEvent): JourneyStep[] {
  if (event.type === 'link_visited') return [{ person: event.person, visits: 1, ...noOrder }]
  const { visitorId, customerId, isRepeated } = event
  return [
    { person: { kind: 'device', visitorId }, visits: -1, ...noOrder },
    { person: { kind: 'customer', customerId }, visits: isRepeated ? 0 : 1, ...noOrder },
  ]
}

/** What is kept of an order for the figures: fen. An order of which nothing is kept is none. */
export const creditedFen = ({ netPaidFen, excludedFromFigures }: FunnelSale): number =>
  excludedFromFigures ? 0 : netPaidFen

/** What an order's figure changes in its buyer's journey. */
export const orderStep = (customerId: CustomerId, beforeFen: number, afterFen: number): JourneyStep => ({
  person: { kind: 'customer', customerId },
  visits: 0,
  orders: (afterFen > 0 ? 1 : 0) - (beforeFen > 0 ? 1 : 0),
  netFen: afterFen - beforeFen,
})
