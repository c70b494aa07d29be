import type { RefusalText } from './http/endpoint.ts'
import type { WechatAnswer } from './wechat-answer.ts'

type Refused = Extract<WechatAnswer<unknown>, { ok: false }>['refusal']['code']

/** What is told to who asked for a picture or a link that WeChat does not make just now. */
export const wechatRefusals = {
  wechat_too_frequent: {
    status: 429,
    zh: '微信接口调用过于频繁，请一分钟后再试。',
    en: 'WeChat makes no more of them just now: try again in a minute.',
  },
  wechat_unavailable: {
    status: 503,
    zh: '微信暂时无法使用，请稍后重试。',
    en: 'WeChat does not answer: try again later.',
  },
} as const satisfies Readonly<Record<Refused, RefusalText>>
