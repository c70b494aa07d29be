import * as z from 'zod'
import { Link, shareCard } from '../../domain/referrals/link.ts'

/** A link as its owner sees it. */
export const LinkView = z.object({
  ...Link.omit({ referrerId: true, revokedAt: true }).shape,
  shareCard: z
    .object({ path: z.string(), query: z.string() })
    .meta({ description: '`path` for onShareAppMessage, `query` for onShareTimeline.' }),
})

export const linkView = (link: Link, page: string): z.input<typeof LinkView> => ({
  ...link,
  shareCard: shareCard(link.code, page),
})
