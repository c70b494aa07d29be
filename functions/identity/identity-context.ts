import type { Context } from '../shared/context.ts'
import type { WechatApp } from '../shared/wechat-access-token.ts'
import type { SessionTokens } from './session-tokens.ts'
import type { WechatLogin } from './wechat-login.ts'

/** What logging in needs beside the tables. */
export type IdentityContext = Context & {
  readonly wechatLogin: WechatLogin
  /** The mini-program that customers log in to. */
  readonly wechatApp: WechatApp
  /** Its page that confirms sign-ins at the console. */
  readonly signInPage: string
  readonly sessions: SessionTokens
}
