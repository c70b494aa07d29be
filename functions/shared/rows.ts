import type { TableName } from './storage.ts'

/** One Lambda function per context serves its endpoints; a large one has more, see `functionName` of a row. */
export const contexts = [
  'identity',
  'shops',
  'catalog',
  'orders',
  'payments',
  'referrals',
  'repurchase',
  'engagement',
  'platform',
] as const
export type ContextName = (typeof contexts)[number]

/** Functions that serve a part of their context. */
export const partFunctions = [
  'after-sales',
  'order-cancellation',
  'link-codes',
  'posters',
  'attribution',
  'payouts',
  'imports',
] as const
export type FunctionName = (typeof partFunctions)[number]

/** Functions that read the stream of a table for several consumers, of whatever context. */
export const streamReaders = ['follow-orders', 'settle-outflows'] as const
export type StreamReaderName = (typeof streamReaders)[number]

/** DynamoDB lets two read one shard of a stream; a third one would throttle all of them. */
export const readersPerStreamMax = 2

/** Who may call an endpoint; checked in one place, `http/access.ts`.
 *  public: anyone (a token, when sent, must be valid) · customer: anyone logged in · staff: staff or owner of the shop
 *  in the path (an operator may read) · owner: owner of that shop · operator: of the platform · wechat: signed call-backs. */
export type Access = 'public' | 'customer' | 'staff' | 'owner' | 'operator' | 'wechat'

/** What a function needs beside tables. Infra gives the settings and the right to read the secret, see `infra/needs.ts`. */
export type Need =
  | 'session-signing'
  | 'wechat-api'
  | 'wechat-pay'
  | 'field-encryption'
  | 'images'
  | 'image-reading'
  | 'message-templates'
  | 'link-page'
  | 'sign-in-page'
  | 'second-level'

type Grants = {
  /** Tables that it reads and does not write. */
  readonly reads?: readonly TableName[]
  /** Tables that it writes (and may read). */
  readonly writes?: readonly TableName[]
  readonly needs?: readonly Need[]
}

/** One HTTP endpoint. The infrastructure, the local gateway, the OpenAPI document and the authorisation tests read it. */
export type Route = Grants & {
  readonly context: ContextName
  /** Function of the context that serves it, where one for all of them would outgrow the limit of a bundle. Its source is
   *  `<function>-api.ts` in the context's folder. Left out: the context's own function, from `api.ts`. */
  readonly functionName?: FunctionName
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: `/${string}`
  /** Name of the file in the context's folder. */
  readonly handler: string
  readonly access: Access
}

type ConsumerBase = Grants & {
  /** Name of the file in the context's folder; of the function and its bundle too, where it has one of its own. */
  readonly name: string
  readonly context: ContextName
  /** What it means to a shop when this does not work: the text of its alarms. */
  readonly alarm: string
}

/** Name of the function that serves a row. */
export const servingFunction = ({ context, functionName }: Pick<Route, 'context' | 'functionName'>) =>
  functionName ?? context

/** Fed by a table's stream with the events of the types named. */
export type StreamConsumer = ConsumerBase & {
  readonly kind: 'stream'
  /** Function that reads the stream for it and for others. Its source is `functions/readers/<function>.ts`. Left out: a
   *  function of its own, from the consumer's file. What money waits for has one: others cannot make it late. */
  readonly functionName?: StreamReaderName
  readonly source: TableName
  readonly events: readonly string[]
}

/** A function run by the clock. */
export type ScheduleConsumer = ConsumerBase & {
  readonly kind: 'schedule'
  readonly everyMinutes: number
  /** How long one run may take, at most 15; a sweep of moments when left out. */
  readonly runMinutes?: number
  /** Memory of its own, and with it its part of a processor, of which 1,769 MiB are a whole one. */
  readonly memoryMiB?: number
}

export type Consumer = StreamConsumer | ScheduleConsumer

/** The function that reads a stream for a consumer and for others; nothing where it has one of its own. */
export const sharedReaderOf = (row: Consumer): StreamReaderName | undefined =>
  row.kind === 'stream' ? row.functionName : undefined

/** Name of the function that runs a consumer. */
export const runningFunction = (row: Consumer): string => sharedReaderOf(row) ?? row.name
