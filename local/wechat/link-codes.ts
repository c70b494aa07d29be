import { createHash, randomBytes } from 'node:crypto'
import * as z from 'zod'
import { codePicture } from './code-picture.ts'
import type { Wechat } from './wechat.ts'

/** Pages of the mini-program that are released; the first opens links, the second confirms sign-ins at the console. */
export const publishedPages = ['pages/link/index', 'pages/sign-in/index', 'pages/index/index'] as const

const errors = {
  busyMinute: { errcode: 45009, errmsg: 'reach max api minute quota limit' },
  badPage: { errcode: 41030, errmsg: 'invalid page' },
  badScene: { errcode: 40169, errmsg: 'invalid length for scene, or the data is not json string' },
  scancodeTime: { errcode: 85096, errmsg: 'not allow include scancode_time field' },
  badArgument: { errcode: 40097, errmsg: 'invalid args' },
  badPath: { errcode: 40165, errmsg: 'invalid weapp pagepath' },
  badQuery: { errcode: 40212, errmsg: 'invalid query' },
  tooLong: { errcode: 85401, errmsg: 'time limit between 1min and 30days' },
  past: { errcode: 85402, errmsg: 'invalid expire time' },
  badFormat: { errcode: 47001, errmsg: 'data format error' },
} as const
type Failure = (typeof errors)[keyof typeof errors]

/** Digits, letters and these, at most 32 of them. */
const sceneAlphabet = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}$/
const codesPerMinuteMax = 5_000
const minuteMs = 60_000
const [widthMin, widthMax, widthDefault] = [280, 1_280, 430]

const codeRequest = z.object({
  scene: z.string(),
  page: z.string().optional(),
  check_path: z.boolean().default(true),
  env_version: z.enum(['release', 'trial', 'develop']).default('release'),
  width: z.int().default(widthDefault),
  scancode_time: z.unknown().optional(),
})

const isPublished = (page: string) => publishedPages.some((each) => each === page)

/** `getwxacodeunlimit`: a picture, or why there is none. It says what it opens in a text chunk, so that a test can scan it. */
export function unlimitedCode({ rates, faults, now }: Wechat, body: object): Failure | { readonly picture: Buffer } {
  const nowMs = now().getTime()
  if (faults.get().limitsRates && rates.count('codes', nowMs, minuteMs) >= codesPerMinuteMax) return errors.busyMinute
  rates.note('codes', nowMs, minuteMs)
  const parsed = codeRequest.safeParse(body)
  if (!parsed.success) return errors.badArgument
  const { scene, page, check_path, width, scancode_time } = parsed.data
  if (scancode_time !== undefined) return errors.scancodeTime
  if (!sceneAlphabet.test(scene)) return errors.badScene
  if (width < widthMin || width > widthMax) return errors.badArgument
  if (page !== undefined && (/[?]|^\//.test(page) || (check_path && !isPublished(page)))) return errors.badPage
  return { picture: codePicture(createHash('sha256').update(`${page}?${scene}`).digest(), { page, scene }) }
}

const queryAlphabet = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~%]{0,1024}$/
const [dayS, daysMax] = [86_400, 30]

const urlLinkRequest = z.object({
  path: z.string().default(''),
  query: z.string().default(''),
  expire_type: z.union([z.literal(0), z.literal(1)]).default(0),
  expire_time: z.int().optional(),
  expire_interval: z.int().optional(),
  env_version: z.enum(['release', 'trial', 'develop']).default('release'),
})

/** `generate_urllink`: an address that opens the page from outside, for at most 30 days. */
export function urlLink({ now }: Wechat, body: object) {
  const parsed = urlLinkRequest.safeParse(body)
  if (!parsed.success) return errors.badFormat
  const { path, query, expire_type, expire_time, expire_interval } = parsed.data
  if (path !== '' && !isPublished(path)) return errors.badPath
  if (!queryAlphabet.test(query)) return errors.badQuery
  const nowS = Math.floor(now().getTime() / 1_000)
  const endsAtS = expire_type === 0 ? (expire_time ?? 0) : nowS + (expire_interval ?? 0) * dayS
  if (endsAtS <= nowS) return errors.past
  if (endsAtS > nowS + daysMax * dayS) return errors.tooLong
  return { errcode: 0, errmsg: 'ok', url_link: `https://wxaurl.cn/${randomBytes(6).toString('base64url')}` }
}
