import type { RefusalText } from './endpoint.ts'

/** What any endpoint may answer before its own handler is asked. */
export const commonRefusals = {
  malformed_json: { status: 400, zh: '请求体不是有效的 JSON。', en: 'The body is not valid JSON.' },
  invalid_request: { status: 400, zh: '请求中的字段不正确。', en: 'A field of the request is not right.' },
  invalid_cursor: {
    status: 400,
    zh: '分页游标无效，请从第一页重新开始。',
    en: 'The cursor is not valid: start from the first page.',
  },
  unauthenticated: { status: 401, zh: '请先登录。', en: 'Log in first.' },
  session_expired: { status: 401, zh: '登录已过期，请刷新会话。', en: 'The session has expired: refresh it.' },
  owner_only: { status: 403, zh: '只有店主可以执行此操作。', en: 'Only the owner of the shop may do this.' },
  not_found: { status: 404, zh: '没有找到。', en: 'There is no such thing.' },
  body_too_large: { status: 413, zh: '请求体过大。', en: 'The body is too large.' },
  unsupported_media_type: { status: 415, zh: '请使用 application/json。', en: 'Send application/json.' },
  too_busy: { status: 503, zh: '请求过多，请稍后重试。', en: 'Too many at once: try again in a moment.' },
} as const satisfies Readonly<Record<string, RefusalText>>
export type CommonRefusal = keyof typeof commonRefusals

/** Thrown on the way to a handler; the error middleware turns it into the one error body. */
export class Refused extends Error {
  readonly code: CommonRefusal
  readonly field: string | undefined
  readonly detail: string | undefined
  constructor(code: CommonRefusal, field?: string, detail?: string) {
    super(code)
    this.code = code
    this.field = field
    this.detail = detail
  }
}
