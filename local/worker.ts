import { createRequire } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { shiftDate } from './shifted-date.ts'
import type { FunctionError, WorkerReply, WorkerRequest, WorkerStart } from './worker-messages.ts'

type Handler = (event: unknown, context: unknown) => unknown

/** Lambda's limit of a synchronous answer. */
const payloadBytesMax = 6 * 1024 * 1024

const start: WorkerStart = workerData
const port = parentPort
if (port === null) throw new Error('This file runs as a worker of the local back end only.')
const send = (reply: WorkerReply) => port.postMessage(reply)

// Before the bundle is loaded: it may keep a reference to what it finds.
shiftDate(start.clock)

try {
  const handler = loadHandler()
  port.on('message', (request: WorkerRequest) => void invoke(handler, request))
  send({ kind: 'ready' })
} catch (error) {
  send({ kind: 'init-failed', error: describe(error) })
}

function loadHandler(): Handler {
  const exports: unknown = createRequire(`${start.bundle}.js`)(start.bundle)
  const handler: unknown =
    typeof exports === 'object' && exports !== null ? Reflect.get(exports, start.exportName) : null
  if (typeof handler !== 'function') throw new Error(`${start.bundle} exports no function "${start.exportName}".`)
  if (handler.length > 2) throw new Error('Lambda has no callbacks since Node 24: the handler takes event and context.')
  return (event, context) => handler(event, context)
}

async function invoke(handler: Handler, { requestId, event, timeoutMs }: WorkerRequest): Promise<void> {
  const deadline = performance.now() + timeoutMs
  try {
    const result = await handler(JSON.parse(event), {
      awsRequestId: requestId,
      callbackWaitsForEmptyEventLoop: true,
      functionName: start.functionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: start.functionArn,
      memoryLimitInMB: String(start.memoryMiB),
      logGroupName: start.logGroupName,
      logStreamName: 'local',
      getRemainingTimeInMillis: () => Math.max(0, Math.round(deadline - performance.now())),
    })
    const payload = JSON.stringify(result) ?? 'null'
    if (Buffer.byteLength(payload) > payloadBytesMax) throw new Error('The answer is larger than Lambda lets through.')
    send({ kind: 'done', requestId, payload })
  } catch (error) {
    send({ kind: 'failed', requestId, error: describe(error) })
  }
}

function describe(error: unknown): FunctionError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: '' }
  const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.stack}` : ''
  return { errorType: error.name, errorMessage: error.message, trace: `${error.stack ?? ''}${cause}` }
}
