import * as z from 'zod'
import { LinkCode } from '../../domain/referrals/link.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { findCodePicture, keepCodePicture } from './link-code-store.ts'
import type { LinkCodesContext } from './links-context.ts'
import { askForCode, storePicture } from './mini-program-code.ts'
import { findOwnLink } from './own-link.ts'
import { referralRefusals } from './refusals.ts'

/** Among the images of the shop, so that what serves those serves it too. */
const pictureKey = (shopId: string, code: string) => `images/${shopId}/codes/${code}`

export const getMiniProgramCode = endpoint(
  {
    summary:
      'Where the mini-program code of a link is, a picture that opens it when scanned: made at the first call, served like the images of products.',
    path: z.strictObject({ shopId: ShopId, code: LinkCode }),
    reply: z.object({ path: z.string() }),
    status: 200,
    refusals: pick(referralRefusals, 'link_not_found', 'wechat_too_frequent', 'wechat_unavailable'),
  },
  async ({ path, caller }, context: LinkCodesContext) => {
    const link = await findOwnLink(context.db, path, caller)
    if (!link) return { ok: false, refusal: { code: 'link_not_found' } }
    const { code, shopId } = link
    const { linkPage: page } = context
    const known = await findCodePicture(context.db, code, page)
    if (known !== undefined) return { ok: true, reply: { path: known } }
    const picture = await askForCode(context, code)
    if (!picture.ok) return picture
    const key = pictureKey(shopId, code)
    await storePicture(context, key, picture.data)
    const reply = { path: `/${key}` }
    return commit(context, async () => ({ writes: [keepCodePicture(code, { ...reply, page })], reply }))
  },
)
