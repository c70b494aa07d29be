import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pc from 'picocolors'
import { bundle } from '../infra/bundle.ts'
import { type Backend, startBackend } from './backend.ts'
import { type CommandLine, dataFolderDefault, runProgram, UsageError } from './command-line.ts'
import { checkMainJob, type MainJobReport } from './main-job/check.ts'
import { call } from './main-job/http-client.ts'
import { runMainJob } from './main-job/main-job.ts'
import { printProgress } from './main-job/progress.ts'
import { stageOf } from './main-job/stage-of.ts'

const root = join(import.meta.dirname, '..')
const apiPortDefault = 8700
const consoleFiles = join(root, 'dist-console')

const usage = `npm start [-- options]
  --once          end after the main job; exit status 0 when its figures are right
  --folder PATH   where data is kept (.local; with --once a new folder that is removed)
  --port N        of the API (${apiPortDefault}; with --once a free one); WeChat's stand-in takes the next`

const options = {
  once: { type: 'boolean', default: false },
  folder: { type: 'string' },
  port: { type: 'string' },
} as const

/** Milliseconds of each phase, for the last line. */
type Durations = Record<string, number>

async function start({ once, folder: named, port }: Options): Promise<number> {
  const folder = named ?? (once ? mkdtempSync(join(tmpdir(), 'huitou-')) : dataFolderDefault)
  const ms: Durations = {}
  const assembly = await build(ms)
  // Nobody looks at a page of a back end that ends by itself.
  if (!once) await phase(ms, 'console', buildFiles)
  const ports = port === undefined ? {} : { port, wechatPort: port + 1 }
  const backend = await phase(ms, 'boot', () =>
    startBackend({ assembly, folder, consoleFiles: once ? undefined : consoleFiles, ...ports }),
  )
  await call('GET', `${backend.apiUrl}/v1/health`)
  // From the start of this process, so that loading is counted too.
  ms.firstRequest = Math.round(performance.now())
  console.log(`${pc.dim('·')} first request served ${pc.dim(`${ms.firstRequest} ms after the start`)}`)
  const { report, wrong } = await phase(ms, 'job', () => mainJob(backend))
  for (const line of wrong) console.error(pc.red(`✗ ${line}`))
  if (once) {
    await backend.close()
    if (named === undefined) rmSync(folder, { recursive: true, force: true })
  } else stayUp(backend, folder)
  const ok = wrong.length === 0
  console.log(JSON.stringify({ ok, ...report, ms }))
  return ok || !once ? 0 : 1
}

/** Runs a phase and tells how long it took. */
async function phase<Result>(ms: Durations, name: string, run: () => Promise<Result>): Promise<Result> {
  const from = performance.now()
  const result = await run()
  const taken = Math.round(performance.now() - from)
  ms[name] = taken
  console.log(`${pc.dim('·')} ${name} ${pc.dim(`${taken} ms`)}`)
  return result
}

/** Compiles the functions and synthesises the templates; answers the assembly's folder. */
async function build(ms: Durations): Promise<string> {
  const assembly = join(root, 'cdk.out')
  // Bundles of earlier builds would stay there for ever.
  rmSync(assembly, { recursive: true, force: true })
  // The two share nothing until the templates ask for the bundles, so the CDK loads while esbuild works.
  const loading = import('../infra/synthesise.ts')
  await phase(ms, 'bundle', () => bundle())
  const { synthesise } = await loading
  await phase(ms, 'synthesise', async () => synthesise({ outdir: assembly, checkSchemas: false }))
  return assembly
}

/** The bundler of pages is loaded by those who need it. */
async function buildFiles(): Promise<void> {
  const { buildConsole } = await import('../console/build.ts')
  await buildConsole(consoleFiles)
}

async function mainJob(backend: Backend): Promise<{ report: MainJobReport; wrong: string[] }> {
  const result = await runMainJob(stageOf(backend, printProgress(console.log)))
  return checkMainJob(result)
}

function stayUp(backend: Backend, folder: string): void {
  console.log(`
${pc.bold('Huitou is up.')} Ctrl+C ends it; what it answered for stays in ${folder}
  ${pc.bold('Console      ')}${backend.apiUrl}/   (the operators' page)
    sign in    copy the number under its code to ${backend.wechat.baseUrl}/phone/scan, choose 林掌柜, confirm
  API          ${backend.apiUrl}/v1/health
  API docs     ${backend.apiUrl}/docs
  WeChat       ${backend.wechat.baseUrl}/phone   (stand-in: the phones of the main job)
  Control      ${backend.controlUrl}/clock   (clock and schedules, local only)
`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      backend.close().then(() => process.exit(0))
    })
  }
}

type Options = { readonly once: boolean; readonly folder: string | undefined; readonly port: number | undefined }

/** What the command line asks for. @throws UsageError for what makes no sense. */
function readOptions({ values }: CommandLine<typeof options>): Options {
  const { once, folder } = values
  const port = Number(values.port ?? apiPortDefault)
  if (!Number.isInteger(port) || port < 1 || port > 65_534) throw new UsageError(`${values.port} is no port.`)
  return { once, folder, port: once && values.port === undefined ? undefined : port }
}

await runProgram({ usage, options }, (given) => start(readOptions(given)))
