import * as z from 'zod'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { loadNode } from './chain-store.ts'
import { MemberView, memberView } from './chain-views.ts'

export const getMember = endpoint(
  {
    summary:
      'A customer’s place in the chains of a shop: depth, how many are below and how far, and what they bought; zero for who is in none.',
    path: z.strictObject({ shopId: ShopId, customerId: CustomerId }),
    reply: MemberView,
    status: 200,
    refusals: {},
  },
  async ({ path }, { db }) => ({ ok: true, reply: memberView(await loadNode(db, path)) }),
)
