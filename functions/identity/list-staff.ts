import * as z from 'zod'
import { StaffMember, staffMax } from '../../domain/identity/staff.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { loadStaff } from './staff-store.ts'

export const listStaff = endpoint(
  {
    summary:
      'Everybody who is staff of the shop, by the names that the owner gave them; first who has been so longest.',
    path: z.strictObject({ shopId: ShopId }),
    reply: z.object({ items: z.array(StaffMember).max(staffMax) }),
    status: 200,
    refusals: {},
  },
  async ({ path }, context) => {
    const staff = await loadStaff(context.db, path.shopId)
    return { ok: true, reply: { items: staff?.members ?? [] } }
  },
)
