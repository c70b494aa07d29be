import * as z from 'zod'
import { addStaff as decideAddStaff, StaffName } from '../../domain/identity/staff.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { loadCustomer } from './customer-store.ts'
import { identityRefusals } from './refusals.ts'
import { loadStaff, staffWrites } from './staff-store.ts'

export const addStaff = endpoint(
  {
    summary:
      'Makes a customer staff of the shop, under the name by which the owner calls them. Again: the same answer, and the new name.',
    path: z.strictObject({ shopId: ShopId, customerId: CustomerId }),
    body: z.strictObject({ name: StaffName }),
    reply: z.object({ customerId: CustomerId, role: z.literal('staff') }),
    status: 200,
    refusals: pick(
      identityRefusals,
      'owner_is_not_staff',
      'customer_not_found',
      'staff_limit_reached',
      'staff_role_limit_reached',
    ),
  },
  async ({ path, body, caller }, context) => {
    const changedBy = CustomerId.parse(signedIn(caller).customerId)
    const now = context.now()
    return commit(context, async () => {
      const [staff, customer] = await Promise.all([
        loadStaff(context.db, path.shopId),
        loadCustomer(context.db, path.customerId),
      ])
      const decision = decideAddStaff(staff, { ...path, ...body, changedBy }, customer, now)
      if (!decision.ok) return { refusal: decision.refusal }
      const writes = decision.events.flatMap((event) => staffWrites(staff, event))
      return { writes, reply: { customerId: path.customerId, role: 'staff' as const } }
    })
  },
)
