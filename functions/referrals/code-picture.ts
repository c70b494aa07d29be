import type { Link } from '../../domain/referrals/link.ts'
import { servedAt } from '../catalog/picture-path.ts'
import { commitFact } from '../shared/commit.ts'
import { fingerprint } from '../shared/fingerprint.ts'
import { askForCode } from '../shared/mini-program-code.ts'
import type { WechatPicture } from '../shared/wechat-access-token.ts'
import type { WechatAnswer } from '../shared/wechat-answer.ts'
import { keepCodePicture } from './link-code-store.ts'
import type { LinkCodesContext } from './links-context.ts'
import { storePicture } from './store-picture.ts'

/** Among the images of the shop, so that what serves those serves it too. A code that opens another page has another key, as
 *  what is served under one is kept for a year. */
const pictureKey = ({ shopId, code }: Link, page: string) => `images/${shopId}/codes/${code}-${fingerprint(page)}`

/** Large enough for a printed poster. */
const widthPx = 430

type CodePicture = { readonly path: string; readonly picture: WechatPicture }

/** Has WeChat make the code picture of a link, and keeps it. */
export async function makeCodePicture(context: LinkCodesContext, link: Link): Promise<WechatAnswer<CodePicture>> {
  const { code } = link
  const page = context.linkPage
  const asked = await askForCode(context, { page, scene: code, widthPx })
  if (!asked.ok) return asked
  const key = pictureKey(link, page)
  await storePicture(context, key, asked.data)
  const path = servedAt(key)
  const data = { path, picture: asked.data }
  return {
    ok: true,
    data: await commitFact(context, async () => ({ writes: [keepCodePicture(code, { path, page })], reply: data })),
  }
}
