import type * as z from 'zod'

/** What a handler answers; `body` left out means an empty one. `requestCode` ends the Request-ID, as WeChat Pay does. */
export type Reply = {
  readonly status: number
  readonly body?: unknown
  readonly requestCode?: number
  /** Answered as it is and not signed, in place of a body. */
  readonly file?: Buffer
}

/** WeChat Pay's error codes and their HTTP status. Not settled by its pages: the status of ORDER_PAID, and the spelling
 *  of ORDER_NOT_EXIST (older pages write ORDERNOTEXIST, its Java client ORDER_NOT_EXISTS). */
const statusOfCode = {
  PARAM_ERROR: 400,
  INVALID_REQUEST: 400,
  APPID_MCHID_NOT_MATCH: 400,
  MCH_NOT_EXISTS: 400,
  ORDER_CLOSED: 400,
  NO_STATEMENT_EXIST: 400,
  STATEMENT_CREATING: 400,
  SIGN_ERROR: 401,
  NO_AUTH: 403,
  OUT_TRADE_NO_USED: 403,
  RULE_LIMIT: 403,
  ORDER_PAID: 403,
  ORDER_NOT_EXIST: 404,
  RESOURCE_NOT_EXISTS: 404,
  NOT_FOUND: 404,
  FREQUENCY_LIMITED: 429,
  SYSTEM_ERROR: 500,
} as const
export type PayErrorCode = keyof typeof statusOfCode

type Detail = { readonly field: string; readonly value?: unknown; readonly issue: string; readonly location: string }

/** Documented numbers at the end of a Request-ID. */
export const requestCodes = { unknownField: 270924358, changedParameters: 268498688, otherError: 268435456 } as const

export function refuse(
  code: PayErrorCode,
  message: string,
  more: { detail?: Detail; requestCode?: number; status?: number } = {},
): Reply {
  return {
    status: more.status ?? statusOfCode[code],
    body: { code, message, ...(more.detail === undefined ? {} : { detail: more.detail }) },
    requestCode: more.requestCode ?? requestCodes.otherError,
  }
}

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reply: Reply }

/** Parses a body or a query; answers PARAM_ERROR with the field at fault. */
export function parseParameters<T>(shape: z.ZodType<T>, value: unknown, location: 'body' | 'query'): Parsed<T> {
  const result = shape.safeParse(value)
  if (result.success) return { ok: true, value: result.data }
  const issue = result.error.issues[0]
  const unknownField = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const path = [...(issue?.path ?? []), ...(unknownField === undefined ? [] : [unknownField])]
  const detail = { field: `/${path.map(String).join('/')}`, issue: issue?.message ?? 'invalid', location }
  return {
    ok: false,
    reply:
      unknownField === undefined
        ? refuse('PARAM_ERROR', '参数错误', { detail })
        : refuse('PARAM_ERROR', '参数中含有非法的额外参数', { detail, requestCode: requestCodes.unknownField }),
  }
}

/** JSON with its keys sorted at every level: equal texts mean equal parameters. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  )
}
