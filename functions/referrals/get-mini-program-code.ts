import * as z from 'zod'
import { LinkCode } from '../../domain/referrals/link.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { PicturePath } from '../catalog/picture-path.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { makeCodePicture } from './code-picture.ts'
import { findCodePicture } from './link-code-store.ts'
import type { LinkCodesContext } from './links-context.ts'
import { findOwnLink } from './own-link.ts'
import { referralRefusals } from './refusals.ts'

export const getMiniProgramCode = endpoint(
  {
    summary:
      'Where the mini-program code of a link is, a picture that opens it when scanned: made at the first call, served like the images of products.',
    path: z.strictObject({ shopId: ShopId, code: LinkCode }),
    reply: z.object({ path: PicturePath }),
    status: 200,
    refusals: pick(referralRefusals, 'link_not_found', 'wechat_too_frequent', 'wechat_unavailable'),
  },
  async ({ path, caller }, context: LinkCodesContext) => {
    const link = await findOwnLink(context.db, path, caller)
    if (!link) return { ok: false, refusal: { code: 'link_not_found' } }
    const known = await findCodePicture(context.db, link.code, context.linkPage)
    if (known !== undefined) return { ok: true, reply: { path: known } }
    const made = await makeCodePicture(context, link)
    return made.ok ? { ok: true, reply: { path: made.data.path } } : made
  },
)
