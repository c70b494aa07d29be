/**
 * Nobody knows what became of the call: no answer, an answer that was not signed, or WeChat was busy to the last attempt.
 * Ask again later, with the same number.
 */
export class WechatPayUnavailable extends Error {
  override readonly name = 'WechatPayUnavailable'
}

/**
 * WeChat Pay said no for a reason that is ours to mend (a wrong field, a wrong key, an unknown code). Nothing happened there.
 * The message names the call, the status, the code and WeChat's request id, and nothing of the body.
 */
export class WechatPayRejected extends Error {
  override readonly name = 'WechatPayRejected'
}
