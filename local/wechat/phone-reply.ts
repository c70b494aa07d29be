import * as z from 'zod'

/** The phone and the control side are not WeChat's protocol: JSON, a refusal as `{ error: { code, message } }`. */
export type PhoneReply = { readonly status: number; readonly body: unknown }

export function phoneRefusal(status: number, code: string, message: string): PhoneReply {
  return { status, body: { error: { code, message } } }
}

/** Parses a control's body, or answers 400 with the field at fault. */
export function parsePhoneBody<T>(shape: z.ZodType<T>, body: unknown, use: (value: T) => PhoneReply): PhoneReply {
  const parsed = shape.safeParse(body)
  return parsed.success ? use(parsed.data) : phoneRefusal(400, 'invalid_body', z.prettifyError(parsed.error))
}
