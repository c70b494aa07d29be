import * as z from 'zod'
import { refused } from '../../domain/shared/decision.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { ExportQuery } from '../shared/http/csv-page.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { referralRefusals } from './refusals.ts'
import { statementCsv } from './statement-csv.ts'

export const exportAccountEntries = endpoint(
  {
    summary:
      'The statement of a referrer of the shop as CSV, oldest first, times on the shop’s clock. The header link names the next page; all pages one after the other are one file.',
    path: z.strictObject({ shopId: ShopId, referrerId: CustomerId }),
    query: ExportQuery,
    reply: z.string(),
    replyType: 'text/csv',
    status: 200,
    refusals: pick(referralRefusals, 'shop_not_found'),
  },
  async ({ path, query, raw }, { db }) =>
    (await statementCsv(db, path, query, raw.headers['accept-language'])) ?? refused('shop_not_found'),
)
