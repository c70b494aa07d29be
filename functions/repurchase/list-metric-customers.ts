import * as z from 'zod'
import { AsOf } from '../../domain/repurchase/figure-shapes.ts'
import { BuyerProfile, profileOf } from '../../domain/repurchase/profile.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { PageQuery } from '../shared/http/page.ts'
import { AsOfQuery, shopAsOf } from './as-of.ts'
import { type CustomerTier, listCustomers } from './customer-list.ts'
import { loadListed } from './history-store.ts'
import { repurchaseRefusals } from './refusals.ts'

/** The figures that are made of customers, and which of them each one counts. */
const tiers = {
  customers: 'customers',
  repeatCustomersByOrder: 'repeatCustomersByOrder',
  repeatCustomersByDay: 'repeatCustomersByDay',
  repurchaseRateByOrder: 'repeatCustomersByOrder',
  repurchaseRateByDay: 'repeatCustomersByDay',
  secondPurchase: 'repeatCustomersByDay',
} as const satisfies Readonly<Record<string, CustomerTier>>
const MetricKey = z.enum(Object.keys(tiers) as (keyof typeof tiers)[])

/** A history may weigh 400 kB, and each is read whole. */
const customersPerPageMax = 20

export const listMetricCustomers = endpoint(
  {
    summary:
      'The customers whom a figure counts, with what each bought as of the day. Go on while there is a cursor; a page may have fewer.',
    path: z.strictObject({ shopId: ShopId, metricKey: MetricKey }),
    query: PageQuery.extend({
      ...AsOfQuery.shape,
      limit: z.coerce.number().int().min(1).max(customersPerPageMax).default(customersPerPageMax),
    }),
    reply: z.object({ ...AsOf.shape, items: z.array(BuyerProfile), cursor: z.string().exactOptional() }),
    status: 200,
    refusals: pick(repurchaseRefusals, 'as_of_in_future'),
  },
  async ({ path: { shopId, metricKey }, query: { asOf, ...page } }, context) => {
    const told = await shopAsOf(context, shopId, asOf === undefined ? {} : { asOf })
    if (!told.ok) return told
    const tier = tiers[metricKey]
    const { customerIds, ...rest } = await listCustomers(context.db, shopId, tier, page)
    const histories = await loadListed(context.db, shopId, customerIds)
    // The list is of now: who counts on an earlier day counts now too, but not the other way round.
    const items = histories
      .map((history) => profileOf(history, told.header.asOf))
      .filter((profile) => profile !== undefined)
      .filter((profile) => isIn(tier, profile))
    return { ok: true, reply: { ...told.header, items, ...rest } }
  },
)

function isIn(tier: CustomerTier, { orders, purchaseDays }: BuyerProfile): boolean {
  switch (tier) {
    case 'customers':
      return true
    case 'repeatCustomersByOrder':
      return orders > 1
    case 'repeatCustomersByDay':
      return purchaseDays > 1
  }
}
