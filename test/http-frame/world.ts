import { generateKeyPairSync } from 'node:crypto'
import { monotonicFactory } from 'ulid'
import { idPrefixes } from '../../domain/shared/ids.ts'
import { createIdentify } from '../../functions/identity/caller.ts'
import { identityEndpoints } from '../../functions/identity/endpoints.ts'
import { createSessionTokens, PrivateJwk } from '../../functions/identity/session-tokens.ts'
import { assertTransaction } from '../../functions/shared/dynamo-database.ts'
import { api } from '../../functions/shared/http/api.ts'
import type { Database } from '../../functions/shared/storage.ts'
import { WechatUnavailable } from '../../functions/shared/wechat-app.ts'
import { shopsEndpoints } from '../../functions/shops/endpoints.ts'
import { createFakeTables } from '../../simulate/fake-tables.ts'
import { httpEvent, lambda, type Reply, type Request, replyOf } from './event.ts'

/** Tables in memory: the write language without a network and without faults. */
export function memoryDatabase(): Database {
  const tables = createFakeTables()
  return {
    get: async (key) => tables.get(key),
    getMany: async (keys) => keys.map((key) => tables.get(key)),
    query: async (range) => tables.query(range),
    async transact(writes) {
      assertTransaction(writes)
      const prepared = tables.prepare(writes)
      if ('refused' in prepared) return { kind: 'refused', names: prepared.refused }
      for (const change of prepared.changes) {
        tables.apply(change)
        tables.show(change.key)
      }
      return { kind: 'written' }
    },
  }
}

export type World = ReturnType<typeof createWorld>

/**
 * The functions of identity and shops behind their real frame, over a database. A login code is the openid of who logs
 * in; `blocked` and `unavailable` are refused so. `clock.now` is the time.
 */
export function createWorld(db: Database = memoryDatabase(), keys = newKeys()) {
  const clock = { now: '2026-03-01T08:00:00.000Z' }
  const operators = new Set<string>()
  const logged: string[] = []
  const ulid = monotonicFactory()
  const log = (message: string, about?: object) => void logged.push(JSON.stringify([message, about]))
  const now = () => clock.now
  const services = {
    db,
    now,
    newId: (kind: keyof typeof idPrefixes) => `${idPrefixes[kind]}_${ulid()}`,
    randomCode: (length: number) => 'x'.repeat(length),
    pause: async () => {},
    log: { info: log, warn: log, error: log },
  }
  const identityServices = {
    ...services,
    wechatApp: { baseUrl: 'https://wechat.invalid', appId: 'wx0000000000000001', appSecret: '-' },
    signInPage: 'pages/sign-in/index',
    sessions: createSessionTokens(keys.privateJwk),
    wechatLogin: { exchangeCode },
  }
  const identify = createIdentify(db, keys.privateJwk, operators, now)
  const identity = api({ name: 'identity', endpoints: identityEndpoints, services: identityServices, identify })
  const shops = api({
    ...({ name: 'shops', endpoints: shopsEndpoints, identify } as const),
    services: { ...services, isSecondLevelOn: false },
  })
  const call = async (request: Request): Promise<Reply> => {
    const isIdentity = /^\/v1\/(sessions|me|shops\/[^/]+\/staff)\b/.test(request.path)
    return replyOf(await (isIdentity ? identity : shops)(httpEvent(request), lambda))
  }
  return { clock, operators, logged, keys, services, identify, call }
}

export function newKeys() {
  const { privateKey } = generateKeyPairSync('ed25519')
  return { privateJwk: PrivateJwk.parse(privateKey.export({ format: 'jwk' })) }
}

async function exchangeCode(code: string) {
  if (code === 'blocked') return { ok: false, refusal: { code: 'login_blocked' } } as const
  if (code === 'unavailable') throw new WechatUnavailable('no answer')
  const [openid = '', unionid] = code.split('/')
  return { ok: true, openid, ...(unionid ? { unionid } : {}) } as const
}
