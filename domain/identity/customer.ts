import * as z from 'zod'
import { CustomerId } from '../shared/ids.ts'
import { Moment } from '../shared/time.ts'

/** A person as WeChat knows them in one mini-program. */
export const Customer = z.object({
  customerId: CustomerId,
  appId: z.string(),
  openid: z.string(),
  /** The same person over all apps of one open-platform account; known only once the mini-program is bound to one. */
  unionid: z.string().exactOptional(),
  createdAt: Moment,
  /** Shops opened so far. */
  shopsOpened: z.int().min(0),
  /** Shops whose staff this customer is. */
  staffRoles: z.int().min(0),
})
export type Customer = z.infer<typeof Customer>
