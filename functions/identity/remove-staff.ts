import * as z from 'zod'
import { removeStaff as decideRemoveStaff } from '../../domain/identity/staff.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { identityRefusals } from './refusals.ts'
import { loadStaff, staffWrites } from './staff-store.ts'

export const removeStaff = endpoint(
  {
    summary: 'Ends a customer’s part in the shop, from their next request on. Again: the same answer.',
    path: z.strictObject({ shopId: ShopId, customerId: CustomerId }),
    reply: z.null(),
    status: 204,
    refusals: pick(identityRefusals, 'owner_is_not_staff'),
  },
  async ({ path, caller }, context) => {
    const changedBy = CustomerId.parse(signedIn(caller).customerId)
    const now = context.now()
    return commit(context, async () => {
      const staff = await loadStaff(context.db, path.shopId)
      const decision = decideRemoveStaff(staff, { ...path, changedBy }, now)
      if (!decision.ok) return { refusal: decision.refusal }
      return { writes: decision.events.flatMap((event) => staffWrites(staff, event)), reply: null }
    })
  },
)
