import * as z from 'zod'
import { isPurchase, OutsideId, Purchase } from '../../domain/repurchase/history.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { InvalidCursor, parsePosition } from '../shared/dynamo-expressions.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { PageQuery } from '../shared/http/page.ts'
import { loadHistory } from './history-store.ts'
import { repurchaseRefusals } from './refusals.ts'

/** A purchase as it is shown, and whether the figures count it. */
const ShownPurchase = Purchase.omit({ eventNumber: true }).extend({ isCounted: z.boolean() })

export const listPurchases = endpoint(
  {
    summary:
      'All orders of one customer in the shop, newest first, refunded, excluded and imported ones too; after a merge, those of the one merged into.',
    path: z.strictObject({ shopId: ShopId, customerId: OutsideId }),
    query: PageQuery,
    reply: z.object({
      /** Who has the purchases: another one than was asked for, after a merge. */
      customerId: OutsideId,
      items: z.array(ShownPurchase),
      cursor: z.string().exactOptional(),
    }),
    status: 200,
    refusals: pick(repurchaseRefusals, 'buyer_not_found'),
  },
  async ({ path: { shopId, customerId: asked }, query: { limit, cursor } }, context) => {
    const after = cursor === undefined ? undefined : decode(cursor)
    const { history, version } = await loadHistory(context.db, shopId, asked)
    if (version === 0) return { ok: false, refusal: { code: 'buyer_not_found' } }
    const newest = history.purchases.toReversed()
    const start = after === undefined ? 0 : positionAfter(newest, after)
    const shown = newest.slice(start, start + limit)
    const items = shown.map((purchase) => ({ ...purchase, isCounted: isPurchase(purchase) }))
    const last = shown.at(-1)
    const rest = last && start + limit < newest.length ? { cursor: encode(last.orderId) } : {}
    return { ok: true, reply: { customerId: history.customerId, items, ...rest } }
  },
)

const cursorKind = 'purchase'
const encode = (orderId: string): string => Buffer.from(JSON.stringify([cursorKind, orderId])).toString('base64url')

/** A cursor is the order where the page before ended. Throws InvalidCursor for one that is none of ours. */
function decode(cursor: string): string {
  const [kind, orderId, ...rest] = parsePosition(cursor)
  if (kind !== cursorKind || orderId === undefined || rest.length > 0) throw new InvalidCursor()
  return orderId
}

function positionAfter(newest: readonly Purchase[], orderId: string): number {
  const at = newest.findIndex((purchase) => purchase.orderId === orderId)
  if (at === -1) throw new InvalidCursor()
  return at + 1
}
