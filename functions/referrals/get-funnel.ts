import * as z from 'zod'
import { Funnel } from '../../domain/referrals/funnel.ts'
import { Channel, LinkCode } from '../../domain/referrals/link.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { loadFunnel } from './funnel-store.ts'
import { loadLink } from './link-store.ts'
import { mayShare } from './own-link.ts'
import { referralRefusals } from './refusals.ts'

const stages =
  'visits (one a person and day) → visitors → logins → paid orders → what is kept of them, in fen → buyers → those who bought again'

export const getLinkFunnel = endpoint(
  {
    summary: `What became of a link: ${stages}. For its owner and the shop’s people, also of a revoked one; a moment behind.`,
    path: z.strictObject({ shopId: ShopId, code: LinkCode }),
    reply: Funnel,
    status: 200,
    refusals: pick(referralRefusals, 'link_not_found'),
  },
  async ({ path: { shopId, code }, caller }, context) => {
    const link = await loadLink(context.db, code)
    if (!link || !mayShare(link, shopId, caller)) return { ok: false, refusal: { code: 'link_not_found' } }
    return { ok: true, reply: await loadFunnel(context.db, shopId, { kind: 'link', id: code }) }
  },
)

export const getChannelFunnel = endpoint(
  {
    summary: `What became of all links of one channel of the shop: ${stages}; a person who came by several is one.`,
    path: z.strictObject({ shopId: ShopId, channel: Channel }),
    reply: Funnel,
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId, channel: id } }, context) => ({
    ok: true,
    reply: await loadFunnel(context.db, shopId, { kind: 'channel', id }),
  }),
)

export const getReferrerFunnel = endpoint(
  {
    summary: `What became of all links of one referrer in the shop: ${stages}; a person who came by several is one.`,
    path: z.strictObject({ shopId: ShopId, customerId: CustomerId }),
    reply: Funnel,
    status: 200,
    refusals: {},
  },
  async ({ path: { shopId, customerId: id } }, context) => ({
    ok: true,
    reply: await loadFunnel(context.db, shopId, { kind: 'referrer', id }),
  }),
)
