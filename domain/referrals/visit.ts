import * as z from 'zod'
import { CustomerId, ProductId, ShopId } from '../shared/ids.ts'
import { Day, Moment } from '../shared/time.ts'
import { Channel, type Link, LinkCode } from './link.ts'

/** Visits of one buyer that an attribution looks at: the last ones. Each is one link on one day, so this is weeks of them. */
export const visitsReadMax = 50
/** Visits of a device that are bound to who logs in there, the last ones; with an introduction each, of somebody whose past
 *  the shops know, they still fit in one transaction with the session. */
export const boundVisitsMax = 10

/** WeChat's number of the way a mini-program was opened, e.g. 1008 from a card in a group. */
export const LaunchScene = z.int().min(1).max(9_999)

/** Visits of one person by one link on one day of the shop's, folded into one. */
export const Visit = z.object({
  shopId: ShopId,
  linkCode: LinkCode,
  referrerId: CustomerId,
  productId: ProductId.exactOptional(),
  channel: Channel,
  day: Day,
  launchScene: LaunchScene.exactOptional(),
  firstAt: Moment,
  lastAt: Moment,
  count: z.int().min(1),
})
export type Visit = z.infer<typeof Visit>

/** What one opening of a link says. */
export const visitBy = (link: Link, day: string, launchScene: number | undefined, now: string): Visit => ({
  shopId: link.shopId,
  linkCode: link.code,
  referrerId: link.referrerId,
  ...(link.productId === undefined ? {} : { productId: link.productId }),
  channel: link.channel,
  day,
  ...(launchScene === undefined ? {} : { launchScene }),
  firstAt: now,
  lastAt: now,
  count: 1,
})

/** Two records of one link on one day as one. */
export const foldVisits = (a: Visit, b: Visit): Visit => ({
  ...(a.lastAt < b.lastAt ? b : a),
  firstAt: (a.firstAt < b.firstAt ? a : b).firstAt,
  count: a.count + b.count,
})
