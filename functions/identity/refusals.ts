import type { RefusalText } from '../shared/http/endpoint.ts'
import { wechatRefusals } from '../shared/wechat-refusals.ts'

type IdentityRefusalCode =
  | 'login_code_invalid'
  | 'login_blocked'
  | 'login_too_frequent'
  | 'wechat_unavailable'
  | 'refresh_token_invalid'
  | 'owner_is_not_staff'
  | 'customer_not_found'
  | 'staff_limit_reached'
  | 'staff_role_limit_reached'
  | 'sign_in_id_reused'
  | 'sign_in_not_found'
  | 'sign_in_expired'
  | 'sign_in_answered'
  | 'sign_in_refused'
  | 'sign_in_used'
  | 'no_console_access'

export const identityRefusals = {
  login_code_invalid: {
    status: 400,
    zh: '登录凭证无效或已使用，请重新调用 wx.login。',
    en: 'The login code is not valid or was used already: call wx.login again.',
  },
  login_blocked: { status: 403, zh: '微信已限制该用户登录。', en: 'WeChat does not let this user log in.' },
  login_too_frequent: {
    status: 429,
    zh: '登录过于频繁，请一分钟后重试。',
    en: 'Too many logins: try again in a minute.',
  },
  wechat_unavailable: {
    status: 503,
    zh: '微信暂时没有响应，请重新调用 wx.login 后重试。',
    en: 'WeChat does not answer at the moment: call wx.login again and retry.',
  },
  refresh_token_invalid: {
    status: 401,
    zh: '会话已失效，请重新登录。',
    en: 'The session has ended: log in again.',
  },
  owner_is_not_staff: {
    status: 409,
    zh: '店主不能同时是店员。',
    en: 'The owner of a shop is not one of its staff.',
  },
  customer_not_found: { status: 404, zh: '没有找到该用户。', en: 'There is no such customer.' },
  staff_limit_reached: { status: 409, zh: '店员人数已达上限。', en: 'The shop has as many staff as it may have.' },
  staff_role_limit_reached: {
    status: 409,
    zh: '该用户担任店员的店铺数已达上限。',
    en: 'This customer is staff of as many shops as one may be.',
  },
  sign_in_id_reused: {
    status: 409,
    zh: '该登录编号已被使用。',
    en: 'This id of a sign-in was used already, with another secret.',
  },
  sign_in_not_found: { status: 404, zh: '没有这次登录请求。', en: 'There is no such sign-in.' },
  sign_in_expired: {
    status: 409,
    zh: '登录码已过期，请刷新网页上的登录码。',
    en: 'The code has expired: get a new one on the page.',
  },
  sign_in_answered: {
    status: 409,
    zh: '这次登录已经处理过了。',
    en: 'This sign-in has been answered already.',
  },
  sign_in_refused: { status: 409, zh: '登录已在手机上被拒绝。', en: 'The sign-in was refused on the phone.' },
  sign_in_used: { status: 409, zh: '登录码已使用，请刷新登录码。', en: 'The code was used already: get a new one.' },
  no_console_access: {
    status: 403,
    zh: '只有店主、店员和平台运营可以登录后台。',
    en: 'Only owners, staff and operators may use the console.',
  },
} as const satisfies Record<IdentityRefusalCode, RefusalText>

/** Of the pictures of codes. */
export const signInCodeRefusals = {
  sign_in_not_found: identityRefusals.sign_in_not_found,
  sign_in_expired: identityRefusals.sign_in_expired,
  ...wechatRefusals,
} as const satisfies Record<string, RefusalText>
