import * as z from 'zod'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { PageQuery, pageLimitMax } from '../shared/http/page.ts'
import { drawChain } from './draw-chain.ts'

/** Steps below the root that one picture shows: further down a page begins a new one. */
const drawnDepthMax = 20

const DrawnNode = z.object({
  customerId: CustomerId,
  depth: z.int().min(0),
  people: z.int().min(0).meta({ description: 'All below.' }),
  amountFen: z.int().meta({ description: 'What the customer and all below have bought.' }),
  repurchasedFen: z.int().meta({ description: 'Of it, after each one’s first day: the size to draw.' }),
  hasMore: z.boolean().meta({ description: 'Some of those introduced are not in this answer.' }),
  cursor: z
    .string()
    .exactOptional()
    .meta({ description: 'With this customer as root: those not in this answer. Without it: from the first.' }),
})

export const getChain = endpoint(
  {
    summary:
      'Who brought whom, as nodes and edges to draw: from one customer down, or from all whom nobody introduced; the largest by what was bought again first.',
    path: z.strictObject({ shopId: ShopId }),
    query: PageQuery.extend({
      root: CustomerId.exactOptional(),
      depth: z.coerce.number().int().min(1).max(drawnDepthMax).default(3),
      // A root and one below it at least.
      limit: z.coerce.number().int().min(2).max(pageLimitMax).default(pageLimitMax),
    }),
    reply: z.object({
      nodes: z.array(DrawnNode),
      edges: z.array(z.object({ from: CustomerId, to: CustomerId })),
      cursor: z.string().exactOptional(),
    }),
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId }, query }, { db }) => ({ ok: true, reply: await drawChain(db, shopId, query) }),
)
