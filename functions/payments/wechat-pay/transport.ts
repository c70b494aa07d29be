import * as z from 'zod'
import { pauseWithJitter } from '../../shared/pause-with-jitter.ts'
import type { WechatPayConfig } from './config.ts'
import { WechatPayRejected, WechatPayUnavailable } from './errors.ts'
import { chosenSerial } from './field-encryption.ts'
import { parseJson } from './json.ts'
import { authorization, type SignableRequest, verifySignature } from './signature.ts'

/** WeChat answers within tens of milliseconds; three attempts stay well under the 30 s of an API Gateway request. */
export const attemptTimeoutMs = 5_000
export const attemptsMax = 3
/** Far above the largest reply in JSON. */
const replyBytesMax = 1024 * 1024

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export type WechatPayEffects = {
  readonly now: () => Date
  readonly nonce: () => string
  readonly fetch?: Fetch
  /** Waits before the retry of this number (1, 2). */
  readonly pause?: (retry: number) => Promise<void>
  readonly timeoutMs?: number
}

/** `code` is WeChat's, in capitals without underscores, because its spelling differs by API and age. */
export type Refused = {
  readonly kind: 'refused'
  readonly status: number
  readonly code: string
  /** Empty where none came. */
  readonly requestId: string
  readonly message: string
}
export type Reply = { readonly kind: 'accepted'; readonly status: number; readonly value: unknown } | Refused
type Unresolved = { readonly kind: 'unresolved'; readonly reason: string }

const errorBody = z.object({ code: z.string().min(1), message: z.string().catch('') })

/**
 * Sends one call until WeChat decides it: at most `attemptsMax` times with the same body, a new signature each.
 * 2xx replies are verified over their raw bytes; error replies carry no signature worth checking.
 * Throws WechatPayUnavailable when no attempt was decided.
 */
export async function callWechatPay(
  config: WechatPayConfig,
  effects: WechatPayEffects,
  method: SignableRequest['method'],
  path: string,
  body?: unknown,
): Promise<Reply> {
  const url = new URL(path, config.baseUrl)
  const request = { method, pathWithQuery: url.pathname + url.search, body: body ? JSON.stringify(body) : '' }
  const reasons: string[] = []
  for (let retry = 0; retry < attemptsMax; retry += 1) {
    if (retry > 0) await (effects.pause ?? pauseWithJitter)(retry)
    const reply = await attempt(config, effects, url, request)
    if (reply.kind !== 'unresolved') return reply
    reasons.push(reply.reason)
  }
  throw new WechatPayUnavailable(`${method} ${url.pathname} is undecided after: ${reasons.join(', ')}`)
}

/**
 * Fetches a file by a link that WeChat Pay gave. The request is signed, the answer is not: hold it to a hash that was.
 * The link must lead to the host that is asked for everything else. Throws WechatPayUnavailable when it does not come.
 */
export async function downloadFromWechatPay(
  config: WechatPayConfig,
  effects: WechatPayEffects,
  url: URL,
  bytesMax: number,
): Promise<Buffer> {
  if (url.origin !== new URL(config.baseUrl).origin) throw new WechatPayUnavailable('The link leads elsewhere')
  const request = { method: 'GET', pathWithQuery: url.pathname + url.search, body: '' } as const
  const reasons: string[] = []
  for (let retry = 0; retry < attemptsMax; retry += 1) {
    if (retry > 0) await (effects.pause ?? pauseWithJitter)(retry)
    const answer = await send(config, effects, url, request, bytesMax)
    if (answer.kind === 'answered' && answer.response.ok) return answer.bytes
    reasons.push(answer.kind === 'answered' ? `status ${answer.response.status}` : answer.reason)
  }
  throw new WechatPayUnavailable(`GET ${url.pathname} did not come: ${reasons.join(', ')}`)
}

/** What to throw for a refusal that no caller can act on. */
export function rejection(call: string, refused: Refused): WechatPayRejected {
  return new WechatPayRejected(
    `${call} was refused with ${refused.status} ${refused.code}, request id ${refused.requestId}`,
  )
}

async function attempt(
  config: WechatPayConfig,
  effects: WechatPayEffects,
  url: URL,
  request: SignableRequest,
): Promise<Reply | Unresolved> {
  const answer = await send(config, effects, url, request, replyBytesMax)
  if (answer.kind === 'unresolved') return answer
  const { response, bytes } = answer
  if (response.status >= 500 || response.status === 429) return unresolved(`status ${response.status}`)
  if (!response.ok) return refusedReply(response, bytes.toString())
  const check = verifySignature(config.publicKeys, Object.fromEntries(response.headers), bytes, effects.now())
  // Not only an attack: WeChat also sends wrong signatures on purpose, and then expects to be asked again.
  if (!check.ok) return unresolved(check.reason)
  return { kind: 'accepted', status: response.status, value: parseJson(bytes.toString()) }
}

type Answered = { readonly kind: 'answered'; readonly response: Response; readonly bytes: Buffer }

async function send(
  config: WechatPayConfig,
  effects: WechatPayEffects,
  url: URL,
  request: SignableRequest,
  bytesMax: number,
): Promise<Answered | Unresolved> {
  try {
    const response = await (effects.fetch ?? fetch)(url.href, {
      method: request.method,
      headers: headersOf(config, effects, request),
      redirect: 'error',
      signal: AbortSignal.timeout(effects.timeoutMs ?? attemptTimeoutMs),
      ...(request.body ? { body: request.body } : {}),
    })
    const bytes = await readAtMost(response, bytesMax)
    return bytes === undefined ? unresolved('too large') : { kind: 'answered', response, bytes }
  } catch (error) {
    return unresolved(error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'network')
  }
}

/** The body; undefined when it is larger, which is then not read to its end. */
async function readAtMost(response: Response, bytesMax: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > bytesMax) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function headersOf(config: WechatPayConfig, { now, nonce }: WechatPayEffects, request: SignableRequest) {
  return {
    accept: 'application/json',
    'content-type': 'application/json',
    'user-agent': 'huitou',
    authorization: authorization(config, request, now(), nonce()),
    'wechatpay-serial': chosenSerial(config),
  }
}

function refusedReply(response: Response, text: string): Refused {
  const { data } = errorBody.safeParse(parseJson(text))
  const code = (data?.code ?? 'UNKNOWN').toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  const requestId = response.headers.get('request-id') ?? ''
  return { kind: 'refused', status: response.status, code, requestId, message: data?.message ?? '' }
}

function unresolved(reason: string): Unresolved {
  return { kind: 'unresolved', reason }
}
