import * as z from 'zod'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { loadNode } from './chain-store.ts'
import { MemberView, memberView } from './chain-views.ts'
import { loadMember } from './member-store.ts'
import { StandingView, standingView } from './standing-view.ts'

export const getMember = endpoint(
  {
    summary:
      'A customer’s place in the chains of a shop: depth, how many are below and how far, what they bought, zero for who is in none; and whether they take part in referrals.',
    path: z.strictObject({ shopId: ShopId, customerId: CustomerId }),
    reply: z.object({ ...MemberView.shape, standing: StandingView }),
    status: 200,
    refusals: {},
  },
  async ({ path }, { db }) => {
    const [node, { standing }] = await Promise.all([loadNode(db, path), loadMember(db, path.shopId, path.customerId)])
    return { ok: true, reply: { ...memberView(node), standing: standingView(standing) } }
  },
)
