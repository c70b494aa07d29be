import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { ownerAccess } from './aws-caller.ts'
import type { LocalClock } from './clock.ts'
import { startControlServer } from './control-server.ts'
import type { DynamoFaults } from './dynamodb-faults.ts'
import { startAwsGateway } from './dynamodb-gateway.ts'
import { startEngine } from './engine.ts'
import { lockFolder } from './folder-lock.ts'
import type { InvocationResult } from './function-instance.ts'
import { startFunctions } from './functions.ts'
import { createHttpGateway } from './http-gateway.ts'
import { type Log, openFunctionLogs } from './log.ts'
import { listen } from './loopback.ts'
import { readObject, startObjectStore } from './object-store.ts'
import { startPhases } from './phases.ts'
import { identify } from './physical-ids.ts'
import { type Plan, planAssembly } from './plan.ts'
import { type Pumps, startPumps } from './pumps.ts'
import { openQueues, type Queues } from './queues.ts'
import { waitForQuiet } from './quiet.ts'
import { type ScheduleOptions, startSchedules } from './schedules.ts'
import { openSecrets } from './secrets.ts'
import { createSite, type Site } from './site.ts'
import { createTables } from './tables.ts'
import { startTtlSweep } from './ttl-sweep.ts'

type Parameters = Readonly<Record<string, string>>

export type BootOptions = {
  /** Folder of the synthesised templates. */
  readonly assembly: string
  /** Where data, checkpoints, queues and logs are kept, such as `.local`. */
  readonly folder: string
  /** Of the HTTP API; a free one when left out. */
  readonly port?: number
  /** SSM parameter name → value; a function where a value holds the API's own address. */
  readonly parameters: Parameters | ((apiUrl: string) => Parameters)
  /** Name or logical id of a secret → its secret string. */
  readonly secrets: Readonly<Record<string, string>>
  readonly clock: LocalClock
  readonly log?: Log
  /** Where the console's files are; without it there are the API and the pictures alone. */
  readonly consoleFiles?: string | undefined
  readonly faults?: DynamoFaults
  /** Functions start with their first invocation, for tests that need few of them. Errors of starting show only then. */
  readonly lazy?: boolean
  /** Functions whose schedules the clock fires; the others run by hand only. All of them when left out. */
  readonly firedByClock?: readonly string[] | undefined
}

/** What an AWS client needs to see every table as the owner of this machine. */
export type DynamoAccess = {
  readonly endpoint: string
  readonly region: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
}

export type LocalBackend = {
  readonly apiUrl: string
  readonly controlUrl: string
  readonly dynamodbUrl: string
  readonly dynamo: DynamoAccess
  /** Logical id, and name in the functions' environment (`orders` for TABLE_ORDERS) → physical name. */
  readonly tables: Readonly<Record<string, string>>
  readonly clock: LocalClock
  /** Queue name → its messages. */
  readonly queues: Queues['messages']
  runSchedule(name: string): Promise<InvocationResult>
  /** Resolves when every stream consumer has caught up and no schedule runs. @throws Error when that takes a minute. */
  idle(): Promise<void>
  /** Deletes what is past its time to live now; answers how many items. */
  sweepTtl(): Promise<number>
  close(): Promise<void>
}

/**
 * Starts the whole back end on this machine from the synthesised templates; everything listens on the loopback interface.
 * @throws BootError when a template, setting or function cannot be played; then nothing is left running.
 */
export async function bootLocal(options: BootOptions): Promise<LocalBackend> {
  // As on Lambda; the functions' threads take it from here.
  process.env.TZ = 'UTC'
  const closers: Closer[] = []
  const close = async () => {
    for (const closeOne of closers.splice(0).reverse()) await closeOne()
  }
  try {
    return { ...(await start(options, (closer) => closers.push(closer))), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Ends a part; the parts end in the reverse order of their start. */
type Closer = () => unknown
type OnClose = (closer: Closer) => void

async function start(options: BootOptions, onClose: OnClose): Promise<Omit<LocalBackend, 'close'>> {
  const { clock, folder, log = () => undefined } = options
  const phases = startPhases()
  onClose(lockFolder(folder).release)
  const http = createHttpGateway(log)
  onClose(http.close)
  const apiUrl = await listen(http.server, options.port)
  const parameters = typeof options.parameters === 'function' ? options.parameters(apiUrl) : options.parameters
  const plan = planAssembly(options.assembly, { parameters, apiUrl })
  const secrets = openSecrets(plan.secrets, options.secrets)
  const queues = openQueues(folder, plan.queues)
  phases.end('templates')
  const data = await startData(plan, folder, onClose)
  phases.end('tables')

  let pumps: Pumps | undefined
  const aws = await startAwsGateway({
    engineEndpoint: data.engine.endpoint,
    functions: plan.functions,
    secrets,
    faults: options.faults,
    onWrite: (table) => pumps?.wake(table),
    log,
  })
  onClose(aws.close)
  const { buckets, functions } = plan
  const objects = await startObjectStore({ buckets, functions, folder, now: clock.now, log })
  onClose(objects.close)
  const instance = {
    awsUrl: aws.url,
    s3Url: objects.url,
    clock: clock.buffer,
    folder,
    functionLog: openFunctionLogs(folder),
  }
  const pools = await startFunctions(plan.functions, { instance, lazy: options.lazy ?? false, onOpen: onClose })
  phases.end('functions')

  pumps = await startPumps({ plan, ...data, pools, queues, clock, folder, log })
  onClose(pumps.close)
  const parts = { plan, pools, queues, clock, log, pumps, client: data.client, firedByClock: options.firedByClock }
  const triggers = await startTriggers(parts, onClose)
  http.open({
    routes: plan.routes,
    site: siteOf(plan, options, objects.url),
    pools,
    clock,
    log,
  })
  phases.end('triggers')
  log(phases.summary())
  return {
    apiUrl,
    dynamodbUrl: aws.url,
    dynamo: { ...ownerAccess, endpoint: aws.url },
    tables: tableNames(plan),
    clock,
    queues: queues.messages,
    ...triggers,
  }
}

/** Uploads go to a bucket of this machine and not to Amazon's: the page's policy has to let them. */
function siteOf({ site, buckets }: Plan, { consoleFiles, folder }: BootOptions, s3Url: string): Site | undefined {
  if (site === undefined) return undefined
  const origins = buckets.map((name) => {
    const { RegionalDomainName } = identify('AWS::S3::Bucket', name, '').attributes
    return [`https://${RegionalDomainName}`, s3Url] as const
  })
  const uploaded = (bucket: string, key: string) => readObject(folder, bucket, key)
  return createSite(site, { pages: consoleFiles, uploaded }, new Map(origins))
}

async function startData(plan: Plan, folder: string, onClose: OnClose) {
  const engine = await startEngine(folder)
  onClose(engine.close)
  const client = new DynamoDBClient({ ...ownerAccess, endpoint: engine.endpoint })
  const streams = new DynamoDBStreamsClient({ ...ownerAccess, endpoint: engine.endpoint })
  onClose(() => client.destroy())
  onClose(() => streams.destroy())
  await createTables(client, plan.tables)
  return { engine, client, streams }
}

type TriggerOptions = ScheduleParts & { readonly plan: Plan; readonly pumps: Pumps; readonly client: DynamoDBClient }
type ScheduleParts = Omit<ScheduleOptions, 'plans'>

async function startTriggers({ plan, pumps, client, ...parts }: TriggerOptions, onClose: OnClose) {
  const schedules = startSchedules({ ...parts, plans: plan.schedules })
  onClose(schedules.close)
  const ttl = startTtlSweep({ client, tables: plan.tables, clock: parts.clock, log: parts.log })
  onClose(ttl.close)
  const idle = () => waitForQuiet(pumps.all, schedules)
  const control = await startControlServer({ clock: parts.clock, schedules, queues: parts.queues, idle })
  onClose(control.close)
  return { controlUrl: control.url, runSchedule: schedules.run, idle, sweepTtl: ttl.sweep }
}

/** Logical ids, and the names that the functions know tables by. */
function tableNames({ tables, functions }: Plan): Record<string, string> {
  const names = Object.fromEntries(tables.map(({ logicalId, name }) => [logicalId, name]))
  for (const { environment } of functions) {
    for (const [variable, value] of Object.entries(environment)) {
      if (variable.startsWith('TABLE_')) names[variable.slice('TABLE_'.length).toLowerCase()] = value
    }
  }
  return names
}
