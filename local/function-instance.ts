import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { FunctionPlan } from './function-plan.ts'
import type { FunctionLog } from './log.ts'
import { localSecretAccessKey, region } from './physical-ids.ts'
import { workerCode } from './worker-code.ts'
import type { FunctionError, WorkerReply, WorkerRequest, WorkerStart } from './worker-messages.ts'

export type InvocationResult =
  | { readonly ok: true; readonly payload: unknown }
  | { readonly ok: false; readonly error: FunctionError }

/** One instance of a function, as Lambda has them: one invocation at a time, its memory kept from one to the next. */
export type Instance = {
  /** Resolves when the bundle is loaded, with the error when it does not load. */
  readonly loaded: Promise<FunctionError | undefined>
  readonly isDead: () => boolean
  invoke(request: { requestId: string; event: string }): Promise<InvocationResult>
  end(): Promise<void>
}

export type InstanceSettings = {
  readonly awsUrl: string
  readonly s3Url: string
  readonly clock: SharedArrayBuffer
  readonly folder: string
  readonly functionLog: FunctionLog
}

export function startInstance(plan: FunctionPlan, settings: InstanceSettings): Instance {
  const start: WorkerStart = {
    bundle: join(bundleFolder(plan, settings.folder), plan.handler.file),
    exportName: plan.handler.export,
    clock: settings.clock,
    functionName: plan.name,
    functionArn: plan.arn,
    memoryMiB: plan.memoryMiB,
    logGroupName: `/aws/lambda/${plan.name}`,
  }
  const worker = new Worker(workerCode(), {
    eval: true,
    workerData: start,
    env: environmentOf(plan, settings),
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: plan.memoryMiB },
    stdout: true,
    stderr: true,
  })
  const write = (chunk: unknown) => settings.functionLog.write(plan.name, String(chunk))
  worker.stdout.on('data', write)
  worker.stderr.on('data', write)

  let dead = false
  let settle: ((result: InvocationResult) => void) | undefined
  const { promise: loaded, resolve: setLoaded } = Promise.withResolvers<FunctionError | undefined>()
  const finish = (result: InvocationResult) => {
    settle?.(result)
    settle = undefined
  }
  const fail = (error: FunctionError) => {
    dead = true
    setLoaded(error)
    finish({ ok: false, error })
  }
  const die = (errorType: string, errorMessage: string, trace = '') => {
    if (dead) return
    write(`${errorType}: ${errorMessage}\n${trace}\n`)
    fail({ errorType, errorMessage, trace })
  }
  worker.on('message', (reply: WorkerReply) => {
    if (reply.kind === 'ready') setLoaded(undefined)
    else if (reply.kind === 'init-failed') die('Runtime.InitError', reply.error.errorMessage, reply.error.trace)
    else if (reply.kind === 'done') finish({ ok: true, payload: JSON.parse(reply.payload) })
    else {
      write(`${reply.error.trace || reply.error.errorMessage}\n`)
      finish({ ok: false, error: reply.error })
    }
  })
  worker.on('error', (error: Error) => die(error.name, error.message, error.stack))
  worker.on('exit', (code) => die('Runtime.ExitError', `The function's process ended with code ${code}.`))
  return {
    loaded,
    isDead: () => dead,
    invoke: ({ requestId, event }) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          die('Sandbox.Timedout', `Task timed out after ${(plan.timeoutMs / 1000).toFixed(2)} seconds`)
          void worker.terminate()
        }, plan.timeoutMs)
        settle = (result) => {
          clearTimeout(timer)
          resolve(result)
        }
        const message: WorkerRequest = { requestId, event, timeoutMs: plan.timeoutMs }
        if (dead) die('Runtime.ExitError', 'The instance has ended.')
        else worker.postMessage(message)
      }),
    end: async () => {
      if (!dead) fail({ errorType: 'Runtime.ExitError', errorMessage: 'The instance was ended.', trace: '' })
      await worker.terminate()
    },
  }
}

/** A source that the template holds is written where a bundle would be. */
function bundleFolder({ code, name }: FunctionPlan, folder: string): string {
  if ('folder' in code) return code.folder
  const sourceFolder = join(folder, 'inline', name)
  mkdirSync(sourceFolder, { recursive: true })
  writeFileSync(join(sourceFolder, 'index.js'), code.source)
  writeFileSync(join(sourceFolder, 'package.json'), '{"type":"commonjs"}')
  return sourceFolder
}

/** The template's variables, and those that Lambda itself sets. Nothing of this machine's own environment. */
function environmentOf(plan: FunctionPlan, { awsUrl, s3Url }: InstanceSettings): Record<string, string> {
  return {
    ...plan.environment,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: plan.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localSecretAccessKey,
    AWS_SESSION_TOKEN: 'local',
    AWS_LAMBDA_FUNCTION_NAME: plan.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(plan.memoryMiB),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${plan.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    _HANDLER: `${plan.handler.file}.${plan.handler.export}`,
    TZ: ':UTC',
    // Every service, so that nothing on this machine ever calls the real AWS.
    AWS_ENDPOINT_URL: awsUrl,
    AWS_ENDPOINT_URL_DYNAMODB: awsUrl,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: awsUrl,
    AWS_ENDPOINT_URL_S3: s3Url,
  }
}
