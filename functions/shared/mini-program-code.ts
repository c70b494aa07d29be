import type { Context } from './context.ts'
import { type WechatApiContext, type WechatPicture, wechatApi } from './wechat-access-token.ts'
import { type WechatAnswer, wechatAnswer } from './wechat-answer.ts'

const codePath = '/wxa/getwxacodeunlimit'

export type MiniProgramCode = {
  /** The mini-program's page that it opens. */
  readonly page: string
  /** What the page is given: up to 32 characters. */
  readonly scene: string
  /** Side of the picture in pixels: 280 to 1,280, some 100 kB at 430. */
  readonly widthPx: number
}

/** Asks WeChat for the picture that opens a page when it is scanned. Such pictures are good for ever. */
export const askForCode = (
  context: WechatApiContext & Pick<Context, 'log'>,
  { page, scene, widthPx }: MiniProgramCode,
): Promise<WechatAnswer<WechatPicture>> =>
  // A page that is not released yet is refused, so that no picture leads nowhere.
  wechatAnswer(context, codePath, () =>
    wechatApi(context).postForPicture(codePath, {
      scene,
      page,
      check_path: true,
      env_version: 'release',
      width: widthPx,
    }),
  )
