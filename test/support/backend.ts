import { rmSync } from 'node:fs'
import { inject } from 'vitest'
import { type BackendOptions, startBackend } from '../../local/backend.ts'
import type { DynamoAccess } from '../../local/boot.ts'
import type { Addresses } from '../../local/main-job/people.ts'
import type { WechatWorld } from '../../local/wechat/world.ts'
import { openDatabase, seedCustomer, type TestDatabase } from './database.ts'
import { tellFailedRequests } from './failed-requests.ts'
import { testFolder } from './folder.ts'

/** Who is an operator of the platform in every back end of the tests. */
export const operatorId = 'cus_00000000000000000000000001'
export const operatorName = '平台运营'

/** What a test needs of a back end, in plain data: it may run in another process. */
export type SharedBackend = Addresses & {
  readonly folder: string
  readonly dynamo: DynamoAccess
  readonly tables: Readonly<Record<string, string>>
  readonly world: WechatWorld
  /** Signs sessions. */
  readonly privateJwk: Readonly<Record<string, unknown>>
}

/** A back end with its operator, ready for use. */
export async function startTestBackend(options: BackendOptions) {
  const backend = await startBackend({ ...options, operatorIds: [operatorId] })
  const { apiUrl, dynamo, tables, wechat, sessionKey } = backend
  const shared: SharedBackend = {
    apiUrl,
    wechatUrl: wechat.baseUrl,
    folder: options.folder,
    dynamo,
    tables,
    world: wechat.world,
    privateJwk: sessionKey.privateJwk,
  }
  const database = openDatabase(shared)
  await seedCustomer(shared, database, { customerId: operatorId, name: operatorName })
  database.close()
  return { ...backend, shared }
}

/** The back end that all tests of the API share: its clock stands with the real one, and its WeChat has no faults. */
export function sharedBackend(): SharedBackend & { readonly database: TestDatabase } {
  const shared = inject('backend')
  return { ...shared, database: openDatabase(shared) }
}

/** What carries orders on. */
const sweeps = ['sweep-due-orders', 'sweep-due-refunds', 'report-shipments']

export type OwnBackend = Awaited<ReturnType<typeof startOwnBackend>>

/** A back end of one test file's own, whose clock and WeChat it may meddle with. */
export async function startOwnBackend(options: Partial<BackendOptions> = {}) {
  const folder = options.folder ?? testFolder('huitou-own-')
  const log: string[] = []
  const backend = await startTestBackend({
    assembly: inject('assembly'),
    // The shared one has shown that every function starts.
    lazy: true,
    // What runs by night and by the hour would run at each jump of its clock.
    firedByClock: sweeps,
    log: (line) => log.push(line),
    ...options,
    folder,
  })
  const { idle, runSchedule, clock, shared, wechat } = backend
  const database = openDatabase(shared)
  const told = async () => {
    await wechat.deliverDue()
    await idle()
  }
  /** Until nothing is left to do: WeChat has told all that is due, the streams are read, the sweeps have run. */
  const settle = async () => {
    await told()
    for (const sweep of sweeps) await runSchedule(sweep)
    await told()
  }
  return {
    ...shared,
    wechat,
    backend,
    database,
    log,
    idle,
    settle,
    /** Moves the clock forward, and lets happen what comes of it: the sweeps run, as each minute, and WeChat tells. */
    advanceMinutes: async (minutes: number) => {
      clock.advance(minutes * 60_000)
      await told()
      await told()
    },
    /** `failures`: `meant` where the test has broken something on purpose; others are told of. */
    async close(failures: 'told' | 'meant' = 'told') {
      database.close()
      await backend.close()
      if (failures === 'told') tellFailedRequests(folder)
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}
