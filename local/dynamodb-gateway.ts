import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type Caller, identifyCaller, refuseWithoutRights } from './aws-caller.ts'
import { type NeededRight, neededRights, writtenTables } from './dynamodb-access.ts'
import { type DynamoFault, type DynamoFaults, dynamoError, type ErrorReply, refusalOf } from './dynamodb-faults.ts'
import { linkEngine } from './engine-link.ts'
import type { FunctionPlan } from './function-plan.ts'
import type { Log } from './log.ts'
import { closeServer, listen } from './loopback.ts'
import type { SecretStore } from './secrets.ts'

export type AwsGatewayOptions = {
  readonly engineEndpoint: string
  readonly functions: readonly FunctionPlan[]
  readonly secrets: SecretStore
  readonly faults: DynamoFaults | undefined
  /** Told of every table that a call may have changed, after the answer. */
  readonly onWrite: (table: string) => void
  readonly log: Log
}

type Call = { readonly service: string; readonly operation: string; readonly body: unknown; readonly raw: Buffer }

/** What becomes of a call: a reply from here, or the engine's. */
type Course =
  | { readonly kind: 'reply'; readonly reply: ErrorReply }
  | { readonly kind: 'engine'; readonly written: readonly string[]; readonly fault?: DynamoFault | undefined }

/** DynamoDB's own limit is 16 MB for a batch; a transaction has 4 MB. */
const bodyBytesMax = 16 * 1024 * 1024

/**
 * What the functions take for AWS: DynamoDB and Secrets Manager on one loopback port. Each call is checked against the
 * policies of the calling function's role; then it goes to the engine, or fails as a test wants it to.
 */
export async function startAwsGateway(options: AwsGatewayOptions): Promise<{ url: string; close(): Promise<void> }> {
  const engine = linkEngine(options.engineEndpoint)
  const serve = async (incoming: IncomingMessage, response: ServerResponse) => {
    const call = await readCall(incoming)
    const course = courseOf(call, incoming, options)
    if (course.kind === 'reply') return sendReply(response, course.reply)
    const losesAnswer = course.fault === 'answer-lost'
    await engine.forward({ raw: call.raw, losesAnswer }, incoming, response)
    course.written.forEach(options.onWrite)
  }
  const server = createServer((incoming, response) => {
    serve(incoming, response).catch((error: unknown) => {
      options.log(`A call to DynamoDB got no answer: ${error}`)
      response.destroy()
    })
  })
  server.keepAliveTimeout = 60_000
  const url = await listen(server)
  return {
    url,
    close: async () => {
      await closeServer(server)
      engine.close()
    },
  }
}

function courseOf(call: Call, incoming: IncomingMessage, options: AwsGatewayOptions): Course {
  const caller = identifyCaller(incoming, options.functions)
  if (caller === undefined) {
    const message = 'The security token included in the request is invalid.'
    return { kind: 'reply', reply: dynamoError('com.amazon.coral.service#UnrecognizedClientException', { message }) }
  }
  if (call.service === 'secretsmanager') return secretCourse(call, caller, options)
  if (call.service.startsWith('DynamoDB_')) return dynamoCourse(call, caller, options)
  // The calls on streams name no table; only the owner reads streams, Lambda does it for the functions.
  if (call.service.startsWith('DynamoDBStreams_') && caller.kind === 'owner') return { kind: 'engine', written: [] }
  options.log(`A function called ${call.service}.${call.operation}, which the local back end does not play.`)
  return { kind: 'reply', reply: dynamoError('com.amazon.coral.service#UnknownOperationException', {}) }
}

function secretCourse({ operation, body }: Call, caller: Caller, options: AwsGatewayOptions): Course {
  const arn = options.secrets.arnOf(body)
  const refused = refuse(caller, [{ action: `secretsmanager:${operation}`, resource: arn ?? '*' }], options.log)
  if (refused !== undefined) return { kind: 'reply', reply: refused }
  const known = operation === 'GetSecretValue'
  return { kind: 'reply', reply: known ? options.secrets.answer(arn) : dynamoError('UnknownOperationException', {}) }
}

function dynamoCourse({ operation, body }: Call, caller: Caller, options: AwsGatewayOptions): Course {
  const rights = neededRights(operation, body)
  if (rights === undefined) {
    const message = `The body of ${operation} does not name its tables.`
    return { kind: 'reply', reply: dynamoError('com.amazon.coral.validate#ValidationException', { message }) }
  }
  const refused = refuse(caller, rights, options.log)
  if (refused !== undefined) return { kind: 'reply', reply: refused }
  const tables = [...new Set(rights.map(({ resource }) => resource.split('/')[1] ?? ''))]
  const fault =
    caller.kind === 'owner' ? undefined : options.faults?.({ functionName: caller.plan.name, operation, tables })
  const failure = fault === undefined ? undefined : refusalOf(fault, rights.length)
  if (failure !== undefined) return { kind: 'reply', reply: failure }
  return { kind: 'engine', written: writtenTables(operation, rights), fault }
}

function refuse(caller: Caller, rights: readonly NeededRight[], log: Log): ErrorReply | undefined {
  const refused = refuseWithoutRights(caller, rights)
  if (refused !== undefined) log(`Refused: ${refused.body.Message}`)
  return refused
}

async function readCall(incoming: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    size += chunk.length
    if (size > bodyBytesMax) throw new Error(`it has more than ${bodyBytesMax} bytes`)
    chunks.push(chunk)
  }
  const raw = Buffer.concat(chunks)
  const [service = '', operation = ''] = String(incoming.headers['x-amz-target'] ?? '').split('.')
  return { service, operation, raw, body: raw.length === 0 ? {} : JSON.parse(raw.toString('utf8')) }
}

function sendReply(response: ServerResponse, { status, body }: ErrorReply): void {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}
