import type { UploadTargetOf } from '../catalog/upload-target.ts'
import type { Context } from '../shared/context.ts'
import type { WechatApp } from '../shared/wechat-access-token.ts'
import type { RenderPoster } from './poster-renderer.ts'

/** What the endpoints of referrals work with. */
export type LinksContext = Context & {
  /** The mini-program's page that opens links. */
  readonly linkPage: string
}

/** What asks WeChat for codes and links works with. */
export type LinkCodesContext = LinksContext & { readonly wechatApp: WechatApp; readonly uploadTarget: UploadTargetOf }

/** What makes posters works with. */
export type PostersContext = LinkCodesContext & { readonly renderPoster: RenderPoster }
