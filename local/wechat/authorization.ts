import type { HttpRequest } from './http-server.ts'
import { type Reply, refuse } from './reply.ts'
import { signatureType, verifySignature } from './signature.ts'
import type { Wechat } from './wechat.ts'

const clockSkewMaxMs = 300_000

const parameterNames = ['mchid', 'nonce_str', 'timestamp', 'serial_no', 'signature'] as const
type Parameters = Record<(typeof parameterNames)[number], string>

const parameterPattern = /^([a-z_]+)="([^"]+)"$/
const noncePattern = /^[!-~]{1,32}$/
const timestampPattern = /^\d{10}$/

/**
 * Checks the signature of a merchant's request over its raw bytes, the way WeChat Pay does: scheme, the five parameters,
 * merchant and serial, clock within 300 s, a nonce that was not used before. Answers the refusal, or undefined when all is well.
 */
export function refuseUnauthorized(wechat: Wechat, request: HttpRequest, nowMs: number): Reply | undefined {
  const parameters = parseAuthorization(request.headers.authorization)
  if (parameters === undefined) return signError('Http头Authorization值格式错误', 'authorization')
  const { world, store } = wechat
  if (parameters.mchid !== world.mchid) return signError('商户号不存在', 'mchid')
  if (parameters.serial_no !== world.merchantSerial) return signError('商户证书序列号有误', 'serial_no')
  const skewMs = Math.abs(Math.floor(nowMs / 1000) * 1000 - Number(parameters.timestamp) * 1000)
  if (skewMs > clockSkewMaxMs)
    return signError('Http头Authorization中的timestamp与发起请求的时间不得超过5分钟', 'timestamp')
  const head = `${request.method}\n${request.target}\n${parameters.timestamp}\n${parameters.nonce_str}\n`
  const isRight = verifySignature(world.merchantPublicKeyPem, parameters.signature, head, request.rawBody, '\n')
  if (!isRight) return signError('错误的签名，验签失败', 'signature')
  store.nonces.removeDue(nowMs)
  if (store.nonces.get(parameters.nonce_str) !== undefined) return signError('随机串重复', 'nonce_str')
  const forgetAtMs = Number(parameters.timestamp) * 1000 + 2 * clockSkewMaxMs
  store.nonces.put(parameters.nonce_str, { timestamp: parameters.timestamp }, { dueMs: forgetAtMs })
  return undefined
}

/** One space after the scheme, the five parameters once each in any order, commas without spaces. */
function parseAuthorization(header: string | undefined): Parameters | undefined {
  const scheme = `${signatureType} `
  if (header === undefined || !header.startsWith(scheme)) return undefined
  const found = new Map<string, string>()
  for (const part of header.slice(scheme.length).split(',')) {
    const match = parameterPattern.exec(part)
    if (match?.[1] === undefined || match[2] === undefined || found.has(match[1])) return undefined
    found.set(match[1], match[2])
  }
  const [mchid, nonce_str, timestamp, serial_no, signature] = parameterNames.map((name) => found.get(name))
  if (!mchid || !nonce_str || !timestamp || !serial_no || !signature || found.size !== parameterNames.length)
    return undefined
  if (!noncePattern.test(nonce_str) || !timestampPattern.test(timestamp)) return undefined
  return { mchid, nonce_str, timestamp, serial_no, signature }
}

function signError(message: string, field: string): Reply {
  return refuse('SIGN_ERROR', message, { detail: { field, issue: 'sign not match', location: 'authorization' } })
}
