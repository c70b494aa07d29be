import type { Context } from './context.ts'
import { type WechatReply, wechatBusy } from './wechat-access-token.ts'
import { WechatUnavailable } from './wechat-app.ts'

export type WechatAnswer<Data> =
  | { readonly ok: true; readonly data: Data }
  | { readonly ok: false; readonly refusal: { readonly code: 'wechat_too_frequent' | 'wechat_unavailable' } }

/** The quota of a minute is used up (45009, 45011), of links 44990. */
const tooFrequent: readonly number[] = [44990, 45009, 45011]

/** What WeChat answers to a call that makes nothing but a picture or a link, so that trying again later harms nobody. */
export async function wechatAnswer<Data>(
  { log }: Pick<Context, 'log'>,
  path: string,
  ask: () => Promise<WechatReply<Data>>,
): Promise<WechatAnswer<Data>> {
  const reply = await ask().catch((error: unknown) => {
    if (error instanceof WechatUnavailable) return { ok: false, errcode: wechatBusy } as const
    throw error
  })
  if (reply.ok) return reply
  if (tooFrequent.includes(reply.errcode)) return { ok: false, refusal: { code: 'wechat_too_frequent' } }
  // Anything else is ours to mend: a page that is not released, a right that the mini-program lacks.
  if (reply.errcode !== wechatBusy) log.error('WeChat refuses a call', { path, errcode: reply.errcode })
  return { ok: false, refusal: { code: 'wechat_unavailable' } }
}
