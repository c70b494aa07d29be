import * as z from 'zod'
import { Balances } from '../../domain/referrals/ledger.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageOf } from '../shared/http/page.ts'
import { listAccounts } from './ledger-store.ts'

export const listCommissionAccounts = endpoint(
  {
    summary: 'Every account of a shop’s commission ledger with its balances in fen; over all pages they sum to zero.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery,
    reply: pageOf(
      z.object({
        referrerId: CustomerId.exactOptional(),
        shopFen: z.int(),
        ...Balances.shape,
      }),
    ),
    status: 200,
    refusals: {},
  },
  async ({ path, query }, context) => {
    const { accounts, ...page } = await listAccounts(context.db, path.shopId, query)
    return { ok: true, reply: { items: accounts, ...page } }
  },
)
