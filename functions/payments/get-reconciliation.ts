import * as z from 'zod'
import { Reconciliation } from '../../domain/payments/reconciliation.ts'
import { refused } from '../../domain/shared/decision.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { Day } from '../../domain/shared/time.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { loadReconciliation } from './reconciliation-store.ts'
import { paymentRefusals } from './refusals.ts'

export const getReconciliation = endpoint(
  {
    summary:
      'One day of the shop, in Beijing, held against WeChat’s trade bill and the account’s fund flow, with every line that differs.',
    path: z.strictObject({ shopId: ShopId, day: Day }),
    reply: Reconciliation,
    status: 200,
    refusals: pick(paymentRefusals, 'not_reconciled'),
  },
  async ({ path }, context) => {
    const result = await loadReconciliation(context.db, path.shopId, path.day)
    return result ? { ok: true, reply: result } : refused('not_reconciled')
  },
)
