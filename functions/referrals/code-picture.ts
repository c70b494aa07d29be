import type { Link } from '../../domain/referrals/link.ts'
import { servedAt } from '../catalog/picture-path.ts'
import { commitFact } from '../shared/commit.ts'
import { fingerprint } from '../shared/fingerprint.ts'
import type { WechatPicture } from '../shared/wechat-access-token.ts'
import type { WechatAnswer } from './ask-wechat.ts'
import { keepCodePicture } from './link-code-store.ts'
import type { LinkCodesContext } from './links-context.ts'
import { askForCode, storePicture } from './mini-program-code.ts'

/** Among the images of the shop, so that what serves those serves it too. A code that opens another page has another key, as
 *  what is served under one is kept for a year. */
const pictureKey = ({ shopId, code }: Link, page: string) => `images/${shopId}/codes/${code}-${fingerprint(page)}`

type CodePicture = { readonly path: string; readonly picture: WechatPicture }

/** Has WeChat make the code picture of a link, and keeps it. */
export async function makeCodePicture(context: LinkCodesContext, link: Link): Promise<WechatAnswer<CodePicture>> {
  const { code } = link
  const asked = await askForCode(context, code)
  if (!asked.ok) return asked
  const page = context.linkPage
  const key = pictureKey(link, page)
  await storePicture(context, key, asked.data)
  const path = servedAt(key)
  const data = { path, picture: asked.data }
  return {
    ok: true,
    data: await commitFact(context, async () => ({ writes: [keepCodePicture(code, { path, page })], reply: data })),
  }
}
