import * as z from 'zod'
import { againstOrganic } from '../../domain/referrals/key-people.ts'
import { Worth } from '../../domain/referrals/worth.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listReferrers } from './chain-store.ts'
import { loadOrganic } from './organic-store.ts'

export const listKeyPeople = endpoint(
  {
    summary:
      'Who brings what stays: referrers by what those they introduced bought, or bought again, in fen, beside what as many customers of the same months did who came by nobody.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery.extend({ by: z.enum(['net', 'repurchased']).default('repurchased') }),
    reply: pageOf(
      z.object({
        customerId: CustomerId,
        introduced: z.int().min(0),
        brought: Worth,
        comparable: Worth.meta({ description: 'Of those brought, who began in months with organic buyers too.' }),
        expectedAmountFen: z.int(),
        expectedRepurchasedFen: z.int(),
      }),
    ),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId }, query: { by, ...page } }, { db }) => {
    const [{ nodes, ...rest }, organic] = await Promise.all([
      listReferrers(db, shopId, by, page),
      loadOrganic(db, shopId),
    ])
    const items = nodes.map(({ customerId, direct }) => ({
      customerId,
      introduced: direct.people,
      ...againstOrganic(direct.cohorts, organic),
    }))
    return { ok: true, reply: { items, ...rest } }
  },
)
