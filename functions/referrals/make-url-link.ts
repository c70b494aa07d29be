import * as z from 'zod'
import { LinkCode, linkQuery } from '../../domain/referrals/link.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { addDays } from '../../domain/shared/time.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { wechatApi } from '../shared/wechat-access-token.ts'
import { wechatAnswer } from '../shared/wechat-answer.ts'
import { findUrlLink, keepUrlLink, UrlLink } from './link-code-store.ts'
import type { LinkCodesContext } from './links-context.ts'
import { findOwnLink } from './own-link.ts'
import { referralRefusals } from './refusals.ts'

const urlLinkPath = '/wxa/generate_urllink'
/** The most that WeChat gives. */
const urlLinkDays = 30
/** Who gets a link in a message opens it within days: one that ends sooner is not given out again. */
const daysLeftMin = 3
const byInterval = 1

const answerShape = z.object({ url_link: z.url() })

export const makeUrlLink = endpoint(
  {
    summary:
      'A web address that opens the link from outside of WeChat, for messages and other apps. It ends after 30 days; the same one is answered until three days before.',
    path: z.strictObject({ shopId: ShopId, code: LinkCode }),
    reply: UrlLink,
    status: 201,
    refusals: pick(referralRefusals, 'link_not_found', 'wechat_too_frequent', 'wechat_unavailable'),
  },
  async ({ path, caller }, context: LinkCodesContext) => {
    const link = await findOwnLink(context.db, path, caller)
    if (!link) return { ok: false, refusal: { code: 'link_not_found' } }
    const askedAt = context.now()
    const known = await findUrlLink(context.db, link.code)
    if (known && addDays(askedAt, daysLeftMin) < known.endsAt) return { ok: true, reply: known }
    const made = await wechatAnswer(context, urlLinkPath, () =>
      wechatApi(context).post(urlLinkPath, urlLinkBody(link.code, context.linkPage), answerShape),
    )
    if (!made.ok) return made
    const reply = { urlLink: made.data.url_link, endsAt: addDays(askedAt, urlLinkDays) }
    return commit(context, async () => ({ writes: [keepUrlLink(link.code, reply)], reply }))
  },
)

const urlLinkBody = (code: string, page: string) => ({
  path: page,
  query: linkQuery(code),
  expire_type: byInterval,
  expire_interval: urlLinkDays,
  env_version: 'release',
})
