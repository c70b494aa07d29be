import { consumers as allConsumers } from '../functions/consumers.ts'
import { routes as allRoutes } from '../functions/routes.ts'
import {
  type Consumer,
  type ContextName,
  contexts,
  type FunctionName,
  type Need,
  partFunctions,
  type Route,
  readersPerStreamMax,
  type ScheduleConsumer,
  servingFunction,
  sharedReaderOf,
  streamReaders,
} from '../functions/shared/rows.ts'
import { type TableName, tableNames } from '../functions/shared/storage.ts'

/** A write grant includes reading. */
export type TableGrant = { readonly table: TableName; readonly access: 'read' | 'write' }

/** What makes a function run. */
export type Trigger =
  | { readonly kind: 'http'; readonly routes: readonly Route[] }
  | { readonly kind: 'stream'; readonly source: TableName; readonly events: readonly string[] }
  | ({ readonly kind: 'schedule' } & Pick<ScheduleConsumer, 'everyMinutes' | 'runMinutes' | 'memoryMiB'>)

/** One Lambda function, as its rows demand it. */
export type FunctionSpec = {
  /** Name of the context or of its part, of the consumer or of what reads for several; also the folder of its bundle. */
  readonly name: string
  /** Source file whose export `handler` Lambda calls. */
  readonly entry: string
  readonly trigger: Trigger
  readonly grants: readonly TableGrant[]
  readonly needs: readonly Need[]
  /** Whether it checks who calls: then it gets the public session key and reads sessions and roles. */
  readonly hasSessions: boolean
  /** What it means to a shop when this does not work. */
  readonly alarm: string
}

/** What a shop notices when a function's endpoints fail. Consumers say theirs in their row. */
const apiAlarms: Readonly<Record<ContextName | FunctionName, string>> = {
  identity: 'Customers and staff cannot log in.',
  shops: 'Owners cannot open a shop or change its settings.',
  catalog: 'Customers see no products, and staff cannot publish or count stock.',
  orders: 'Customers cannot buy, and staff cannot ship.',
  'after-sales': 'Customers cannot ask for their money back, and staff cannot answer them.',
  'order-cancellation': 'Customers cannot cancel an order that they have not paid.',
  payouts: 'Referrers cannot ask for the commission that they have earned.',
  payments: 'Customers cannot pay, or WeChat Pay cannot tell that they paid.',
  attribution: 'Nobody sees why an order is credited to whom, nor can dispute it.',
  'link-codes': 'Referrers get no code pictures and no links to send outside of WeChat.',
  posters: 'Referrers get no posters to share.',
  referrals: 'Shared links do not open, and introductions of newcomers may be lost.',
  repurchase: 'Owners do not see their repurchase figures.',
  imports: 'Owners cannot bring the past of their shop in.',
  engagement: 'Customers cannot agree to messages, and none can be sent to them.',
  platform: 'The documentation and the health check of the API do not answer.',
}

type GrantingRow = Pick<Route | Consumer, 'reads' | 'writes' | 'needs'>

function grantsOf(rows: readonly GrantingRow[], hasSessions: boolean): TableGrant[] {
  const written = new Set(rows.flatMap((row) => row.writes ?? []))
  const read = new Set(rows.flatMap((row) => row.reads ?? []))
  if (hasSessions) read.add('identity')
  return tableNames.flatMap((table): TableGrant[] => {
    if (written.has(table)) return [{ table, access: 'write' }]
    return read.has(table) ? [{ table, access: 'read' }] : []
  })
}

function needsOf(rows: readonly GrantingRow[]): Need[] {
  return [...new Set(rows.flatMap((row) => row.needs ?? []))].sort()
}

function apiSpec(name: ContextName | FunctionName, routes: readonly [Route, ...Route[]]): FunctionSpec {
  const [{ context }] = routes
  const hasSessions = routes.some(({ access }) => access !== 'wechat' && access !== 'public')
  return {
    name,
    entry: name === context ? `functions/${context}/api.ts` : `functions/${context}/${name}-api.ts`,
    trigger: { kind: 'http', routes },
    grants: grantsOf(routes, hasSessions),
    needs: needsOf(routes),
    hasSessions,
    alarm: apiAlarms[name],
  }
}

const scheduleOf = ({ kind, everyMinutes, runMinutes, memoryMiB }: ScheduleConsumer): Trigger => ({
  kind,
  everyMinutes,
  ...(runMinutes === undefined ? {} : { runMinutes }),
  ...(memoryMiB === undefined ? {} : { memoryMiB }),
})

/** The function of one consumer, or of several for which it reads a stream. */
function consumerSpec(name: string, consumers: readonly [Consumer, ...Consumer[]]): FunctionSpec {
  const [first] = consumers
  return {
    name,
    entry: `functions/${sharedReaderOf(first) === undefined ? first.context : 'readers'}/${name}.ts`,
    trigger: first.kind === 'stream' ? streamOf(name, consumers) : scheduleOf(first),
    grants: grantsOf(consumers, false),
    needs: needsOf(consumers),
    hasSessions: false,
    alarm: consumers.map(({ alarm }) => alarm).join(' '),
  }
}

function streamOf(name: string, consumers: readonly Consumer[]): Trigger {
  const rows = consumers.filter((row) => row.kind === 'stream')
  const [source, ...others] = new Set(rows.map((row) => row.source))
  if (source === undefined || others.length > 0) throw new Error(`"${name}" would read more streams than one.`)
  return { kind: 'stream', source, events: [...new Set(rows.flatMap(({ events }) => events))] }
}

/** @throws Error where more functions would read the stream of a table than DynamoDB lets. */
function refuseTooManyReaders(specs: readonly FunctionSpec[]): void {
  for (const table of tableNames) {
    const readers = specs.filter(({ trigger }) => trigger.kind === 'stream' && trigger.source === table)
    if (readers.length <= readersPerStreamMax) continue
    const names = readers.map(({ name }) => name).join(', ')
    throw new Error(`Too many functions would read the stream of ${table}: ${names}. Let one of them read for several.`)
  }
}

/**
 * The Lambda functions that the rows demand: those of each context's endpoints, one per consumer or per group of consumers
 * that share a reader.
 * @throws Error when two of them would have the same name, or too many would read one stream.
 */
export function functionSpecs(
  routes: readonly Route[] = allRoutes,
  consumers: readonly Consumer[] = allConsumers,
): readonly FunctionSpec[] {
  const apis = [...contexts, ...partFunctions].flatMap((name) => {
    const [first, ...others] = routes.filter((route) => servingFunction(route) === name)
    return first === undefined ? [] : [apiSpec(name, [first, ...others])]
  })
  const alone = consumers.filter((row) => sharedReaderOf(row) === undefined).map((row) => consumerSpec(row.name, [row]))
  const readers = streamReaders.flatMap((name) => {
    const [first, ...others] = consumers.filter((row) => sharedReaderOf(row) === name)
    return first === undefined ? [] : [consumerSpec(name, [first, ...others])]
  })
  const specs = [...apis, ...alone, ...readers]
  const names = specs.map((spec) => spec.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new Error(`Two functions would be named "${twice}": rename a consumer.`)
  refuseTooManyReaders(specs)
  return specs
}
