import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build, type Plugin } from 'esbuild'
import { leanBundle } from '../infra/lean-bundle.ts'

/**
 * Which way of bundling starts a function fastest: the AWS SDK left outside, bundled as it is, or bundled without the
 * parts that no function comes to. Rounds go through all ways in turn, each load in a fresh process, so that what else
 * the machine does hits all alike; only the ratios mean something. Outside stands for the runtime's own copy, which is on
 * the disk as single files too.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } })
const root = join(import.meta.dirname, '..')
// Inside the project, so that a module left outside is found.
mkdirSync(join(root, '.local'), { recursive: true })
const outdir = mkdtempSync(join(root, '.local', 'bench-'))

type Way = {
  readonly name: string
  readonly plugins: Plugin[]
  readonly external: string[]
  readonly format: 'cjs' | 'esm'
}
const ways: readonly Way[] = [
  { name: 'SDK outside', plugins: [], external: ['@aws-sdk/*', '@smithy/*'], format: 'cjs' },
  { name: 'SDK bundled whole', plugins: [], external: [], format: 'cjs' },
  { name: 'SDK bundled lean, ES module', plugins: [leanBundle], external: [], format: 'esm' },
  { name: 'SDK bundled lean', plugins: [leanBundle], external: [], format: 'cjs' },
]

const files = await Promise.all(
  ways.map(async ({ name, plugins, external, format }) => {
    const outfile = join(outdir, name.replaceAll(/\W+/g, '-'), format === 'esm' ? 'index.mjs' : 'index.cjs')
    await build({
      absWorkingDir: root,
      entryPoints: ['functions/catalog/api.ts'],
      outfile,
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node24',
      format,
      mainFields: ['module', 'main'],
      plugins,
      external,
      logLevel: 'silent',
      ...(format === 'esm'
        ? { banner: { js: "import{createRequire as r}from'node:module';const require=r(import.meta.url);" } }
        : {}),
    })
    return outfile
  }),
)

const program = 'const from=performance.now();await import(process.argv[1]);console.log(performance.now()-from)'
const environment = {
  ...process.env,
  AWS_REGION: 'cn-north-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  SESSION_PUBLIC_JWK: '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}',
  OPERATOR_IDS: '-',
}
const loadMs = (file: string) =>
  Number(execFileSync(process.execPath, ['--input-type=module', '-e', program, file], { env: environment }).toString())

const times: number[][] = ways.map(() => [])
for (let round = 0; round < Number(values.rounds); round++)
  for (const [at, file] of files.entries()) times[at]?.push(loadMs(file))

const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
const best = median(times.at(-1) ?? [])
for (const [at, way] of ways.entries()) {
  const ms = median(times[at] ?? [])
  const kB = statSync(files[at] ?? '').size / 1_000
  console.log(
    `${way.name.padEnd(28)} ${kB.toFixed(0).padStart(5)} kB  ${ms.toFixed(0).padStart(4)} ms  × ${(ms / best).toFixed(2)}`,
  )
}
rmSync(outdir, { recursive: true })
