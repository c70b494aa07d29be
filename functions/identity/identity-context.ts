import type { Context } from '../shared/context.ts'
import type { SessionTokens } from './session-tokens.ts'
import type { WechatLogin } from './wechat-login.ts'

/** What logging in needs beside the tables. */
export type IdentityContext = Context & {
  readonly wechatLogin: WechatLogin
  /** The mini-program that customers log in to. */
  readonly appId: string
  readonly sessions: SessionTokens
}
