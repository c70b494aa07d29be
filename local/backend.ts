import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { FieldEncryptionSecret } from '../functions/shared/sealed-field.ts'
import {
  linkPageVariable,
  messageTemplatesVariable,
  needSpecs,
  parameterName,
  secretName,
  sessionSettings,
  signInPageVariable,
} from '../infra/needs.ts'
import { writeAddresses } from './addresses.ts'
import { type BootOptions, bootLocal, type LocalBackend } from './boot.ts'
import { createClock } from './clock.ts'
import type { Log } from './log.ts'
import { readState, writeState } from './saved-state.ts'
import { publishedPages } from './wechat/link-codes.ts'
import { messageTemplates } from './wechat/message-templates.ts'
import { type RunningWechat, startWechat } from './wechat/start-wechat.ts'
import { createWechatWorld, type WechatWorld } from './wechat/world.ts'

/** Names in the deployment: the default of the settings. */
const parameterPrefix = '/huitou'

export type BackendOptions = {
  /** Folder of the synthesised templates. */
  readonly assembly: string
  /** Where everything that lasts is kept. */
  readonly folder: string
  /** Ports of the API and of the WeChat stand-in; free ones when left out. */
  readonly port?: number
  readonly wechatPort?: number
  /** Customers who are operators of the platform. */
  readonly operatorIds?: readonly string[]
  readonly mode?: WechatWorld['mode']
  readonly log?: Log
  /** See `bootLocal`. */
  readonly consoleFiles?: BootOptions['consoleFiles']
  readonly faults?: BootOptions['faults']
  readonly lazy?: BootOptions['lazy']
  readonly firedByClock?: BootOptions['firedByClock']
}

/** The whole back end on this machine, and the WeChat that it talks to. */
export type Backend = LocalBackend & { readonly wechat: RunningWechat; readonly sessionKey: SessionKey }

const SessionKey = z.object({
  publicJwk: z.record(z.string(), z.unknown()),
  privateJwk: z.record(z.string(), z.unknown()),
})
type SessionKey = z.infer<typeof SessionKey>

/**
 * Starts the stand-in for WeChat, then the back end with the keys and settings that make it talk to that one. In the cloud
 * the same parameters and secrets hold WeChat's own addresses and keys; nothing else differs.
 */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const { assembly, folder, log = () => undefined } = options
  mkdirSync(folder, { recursive: true })
  const clock = createClock({ file: join(folder, 'clock.json') })
  const world = await keptWorld(folder, options.mode ?? 'partner')
  const sessionKey = keptSessionKey(folder)
  const wechat = await startWechat({
    folder: join(folder, 'wechat'),
    now: clock.now,
    world,
    log,
    ...(options.wechatPort === undefined ? {} : { port: options.wechatPort }),
  })
  try {
    const local = await bootLocal({
      assembly,
      folder,
      clock,
      log,
      parameters: (apiUrl) => parameters(world, wechat.baseUrl, apiUrl, sessionKey, options.operatorIds ?? []),
      secrets: secrets(world, sessionKey, keptFieldKeys(folder)),
      consoleFiles: options.consoleFiles,
      firedByClock: options.firedByClock,
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(options.faults === undefined ? {} : { faults: options.faults }),
      ...(options.lazy === undefined ? {} : { lazy: options.lazy }),
    })
    wechat.connectMiniProgram(local.apiUrl)
    writeAddresses(folder, local)
    const close = async () => {
      await wechat.close()
      await local.close()
    }
    return { ...local, wechat, sessionKey, close }
  } catch (error) {
    await wechat.close()
    throw error
  }
}

/** The values that an operator keeps in Parameter Store. */
function parameters(
  world: WechatWorld,
  wechatUrl: string,
  apiUrl: string,
  sessionKey: SessionKey,
  operatorIds: readonly string[],
): Record<string, string> {
  const publicKeys = {
    [world.payPublicKeyId]: world.payPublicKeyPem,
    [world.platformSerial]: world.platformPublicKeyPem,
  }
  const values = {
    SESSION_PUBLIC_JWK: JSON.stringify(sessionKey.publicJwk),
    OPERATOR_IDS: operatorIds.join(',') || '-',
    [messageTemplatesVariable]: JSON.stringify(messageTemplates),
    [linkPageVariable]: publishedPages[0],
    [signInPageVariable]: publishedPages[1],
    WECHAT_API_BASE_URL: wechatUrl,
    WECHAT_APP_ID: world.appId,
    WECHAT_PAY_BASE_URL: wechatUrl,
    WECHAT_PAY_MODE: world.mode,
    WECHAT_PAY_MCHID: world.mchid,
    WECHAT_PAY_MERCHANT_SERIAL: world.merchantSerial,
    WECHAT_PAY_PUBLIC_KEYS: JSON.stringify(publicKeys),
    WECHAT_PAY_NOTIFY_BASE_URL: apiUrl,
  }
  assertComplete(Object.keys(values))
  return Object.fromEntries(
    Object.entries(values).map(([variable, value]) => [parameterName(parameterPrefix, variable), value]),
  )
}

/** A setting that infra knows and this runtime does not would only show when a function starts. */
function assertComplete(given: readonly string[]): void {
  const wanted = [
    messageTemplatesVariable,
    linkPageVariable,
    signInPageVariable,
    ...sessionSettings,
    ...Object.values(needSpecs).flatMap(({ settings }) => settings),
  ]
  const missing = wanted.filter((variable) => !given.includes(variable))
  if (missing.length > 0) throw new Error(`The local runtime has no value for ${missing.join(', ')}`)
}

/** What an operator keeps in Secrets Manager. */
function secrets(
  world: WechatWorld,
  { privateJwk }: SessionKey,
  fieldKeys: FieldEncryptionSecret,
): Record<string, string> {
  const { appSecret, merchantPrivateKeyPem, apiV3Key } = world
  return {
    [secretName(parameterPrefix, 'session-signing')]: JSON.stringify({ privateJwk }),
    [secretName(parameterPrefix, 'wechat-api')]: JSON.stringify({ appSecret }),
    [secretName(parameterPrefix, 'wechat-pay')]: JSON.stringify({ merchantPrivateKeyPem, apiV3Key }),
    [secretName(parameterPrefix, 'field-encryption')]: JSON.stringify(fieldKeys),
  }
}

/** Keys are made at the first start and kept, so that sessions and payments outlive a restart. */
async function keptWorld(folder: string, mode: WechatWorld['mode']): Promise<WechatWorld> {
  const file = join(folder, 'wechat-world.json')
  const kept = readState(
    file,
    z.custom<WechatWorld>((value) => typeof value === 'object' && value !== null),
  )
  if (kept) return kept
  const world = await createWechatWorld({ mode })
  writeState(file, world)
  return world
}

function keptSessionKey(folder: string): SessionKey {
  const file = join(folder, 'session-key.json')
  const kept = readState(file, SessionKey)
  if (kept) return kept
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const made = {
    publicJwk: { ...publicKey.export({ format: 'jwk' }) },
    privateJwk: { ...privateKey.export({ format: 'jwk' }) },
  }
  writeState(file, made)
  return made
}

/** Without it, what was sealed before could never be opened again. */
function keptFieldKeys(folder: string): FieldEncryptionSecret {
  const file = join(folder, 'field-keys.json')
  const kept = readState(file, FieldEncryptionSecret)
  if (kept) return kept
  const made = { inUse: 'first', keys: { first: randomBytes(32).toString('base64') } }
  writeState(file, made)
  return made
}
