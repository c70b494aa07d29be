import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pc from 'picocolors'
import { bundle } from '../infra/bundle.ts'
import { type Backend, startBackend } from './backend.ts'
import { checkMainJob } from './main-job/check.ts'
import { call } from './main-job/http-client.ts'
import { runMainJob } from './main-job/main-job.ts'
import { printProgress } from './main-job/progress.ts'
import { boundSubMchids } from './wechat/world.ts'

const root = join(import.meta.dirname, '..')
const apiPort = 8700
const wechatPort = 8701

const usage = `npm start [-- options]
  --once          end after the main job; exit status 0 when its figures are right
  --folder PATH   where data is kept (.local; with --once a new one that is removed)
  --port N        of the API (${apiPort}; with --once a free one); WeChat's stand-in takes the next`

const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    folder: { type: 'string' },
    port: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
if (values.help) {
  console.log(usage)
  process.exit(0)
}

const ms: Record<string, number> = {}
/** Runs a phase, telling its duration. */
async function phase<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
  const from = performance.now()
  const result = await run()
  ms[name] = Math.round(performance.now() - from)
  console.log(`${pc.dim('·')} ${name} ${pc.dim(`${ms[name]} ms`)}`)
  return result
}

const once = values.once
const folder = values.folder ?? (once ? mkdtempSync(join(tmpdir(), 'huitou-')) : join(root, '.local'))
const ports = once && values.port === undefined ? {} : portsFrom(Number(values.port ?? apiPort))

function portsFrom(port: number) {
  if (!Number.isInteger(port) || port < 1 || port > 65_534) throw new Error(`No port: ${values.port}`)
  return { port, wechatPort: values.port === undefined ? wechatPort : port + 1 }
}

async function build(): Promise<string> {
  const assembly = join(root, 'cdk.out')
  // The two share nothing until the templates ask for the bundles, so the CDK loads while esbuild works.
  const synthesising = import('../infra/synthesise.ts')
  await phase('bundle', () => bundle())
  const { synthesise } = await synthesising
  await phase('synthesise', async () => synthesise({ outdir: assembly, checkSchemas: false }))
  return assembly
}

async function mainJob(backend: Backend): Promise<boolean> {
  const settle = async () => {
    await backend.runSchedule('sweep-due-orders')
    await backend.idle()
  }
  const advance = async (milliseconds: number) => {
    backend.clock.advance(milliseconds)
    await settle()
  }
  const minuteMs = 60_000
  const result = await runMainJob({
    at: { apiUrl: backend.apiUrl, wechatUrl: backend.wechat.baseUrl },
    subMchid: boundSubMchids[0] ?? '',
    advanceMinutes: (minutes) => advance(minutes * minuteMs),
    advanceDays: (days) => advance(days * 24 * 60 * minuteMs),
    progress: printProgress(console.log),
  })
  const { report, wrong } = checkMainJob(result)
  for (const line of wrong) console.error(pc.red(`✗ ${line}`))
  ms.firstRequest = firstRequestMs
  lastLine = JSON.stringify({ ok: wrong.length === 0, ...report, ms })
  return wrong.length === 0
}

let firstRequestMs = 0
let lastLine = ''
const assembly = await build()
const backend = await phase('boot', () => startBackend({ assembly, folder, ...ports }))
await call('GET', `${backend.apiUrl}/v1/health`)
// From the start of this process, so that loading is counted too.
firstRequestMs = Math.round(performance.now())
console.log(`${pc.dim('·')} first request served ${pc.dim(`${firstRequestMs} ms after the start`)}`)
const isRight = await phase('main job', () => mainJob(backend))

if (once) {
  await backend.close()
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true })
  console.log(lastLine)
  process.exitCode = isRight ? 0 : 1
} else {
  console.log(lastLine)
  console.log(`
${pc.bold('Huitou is up.')} Ctrl+C ends it; what it answered for stays in ${folder}
  API          ${backend.apiUrl}/v1/health
  API docs     ${backend.apiUrl}/docs
  WeChat       ${backend.wechat.baseUrl}/phone   (stand-in: the phones of the main job)
  Clock etc.   ${backend.controlUrl}/clock       (local only)`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      backend.close().then(() => process.exit(0))
    })
}
