import * as z from 'zod'
import { refused } from '../../domain/shared/decision.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { ExportQuery } from '../shared/http/csv-page.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { referralRefusals } from './refusals.ts'
import { statementCsv } from './statement-csv.ts'

export const exportMyEntries = endpoint(
  {
    summary:
      'The caller’s statement in a shop as CSV, oldest first, times on the shop’s clock. The header link names the next page; all pages one after the other are one file.',
    path: z.strictObject({ shopId: ShopId }),
    query: ExportQuery,
    reply: z.string(),
    replyType: 'text/csv',
    status: 200,
    refusals: pick(referralRefusals, 'shop_not_found'),
  },
  async ({ path: { shopId }, query, caller, raw }, { db }) => {
    const of = { shopId, referrerId: CustomerId.parse(signedIn(caller).customerId) }
    return (await statementCsv(db, of, query, raw.headers['accept-language'])) ?? refused('shop_not_found')
  },
)
