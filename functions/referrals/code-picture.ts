import type { Link } from '../../domain/referrals/link.ts'
import { commitFact } from '../shared/commit.ts'
import type { WechatPicture } from '../shared/wechat-access-token.ts'
import type { WechatAnswer } from './ask-wechat.ts'
import { keepCodePicture } from './link-code-store.ts'
import type { LinkCodesContext } from './links-context.ts'
import { askForCode, storePicture } from './mini-program-code.ts'

/** Among the images of the shop, so that what serves those serves it too. */
const pictureKey = (shopId: string, code: string) => `images/${shopId}/codes/${code}`

type CodePicture = { readonly path: string; readonly picture: WechatPicture }

/** Has WeChat make the code picture of a link, and keeps it. */
export async function makeCodePicture(
  context: LinkCodesContext,
  { shopId, code }: Link,
): Promise<WechatAnswer<CodePicture>> {
  const asked = await askForCode(context, code)
  if (!asked.ok) return asked
  const key = pictureKey(shopId, code)
  await storePicture(context, key, asked.data)
  const path = `/${key}`
  const page = context.linkPage
  const data = { path, picture: asked.data }
  return {
    ok: true,
    data: await commitFact(context, async () => ({ writes: [keepCodePicture(code, { path, page })], reply: data })),
  }
}
