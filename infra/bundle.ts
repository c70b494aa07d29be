import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { type FunctionSpec, functionSpecs } from './functions.ts'
import { leanBundle } from './lean-bundle.ts'
import { ownRows } from './own-rows.ts'
import { copyPosterAssets } from './poster-assets.ts'

const root = join(import.meta.dirname, '..')

/** A function, by the name of its bundle and its source file. */
type Entry = Pick<FunctionSpec, 'name' | 'entry'>

export type BundleOptions = {
  /** Where the bundles go, a folder each: `<outdir>/<function>/index.js`. Relative to the project. */
  readonly outdir?: string
  readonly specs?: readonly Entry[]
}
export type BundleReport = {
  /** Bytes of each function's code, by name. */
  readonly bytes: ReadonlyMap<string, number>
  /** What esbuild put into each bundle, with sizes. */
  readonly metafile: Metafile
}

/**
 * Compiles every function of the rows into one file each, as Lambda runs it, and writes the API's description beside the
 * function that serves it, and beside the one that draws posters what it draws with. Leaves no bundle of a function that is
 * no more.
 * @throws Error that names the source files that a row demands and that are not there, or what does not compile.
 */
export async function bundle(options: BundleOptions = {}): Promise<BundleReport> {
  const specs = options.specs ?? functionSpecs()
  const outdir = resolve(root, options.outdir ?? 'dist')
  refuseMissing(specs)
  await mkdir(outdir, { recursive: true })
  const [{ metafile }] = await Promise.all([
    compile(specs, outdir),
    removeOthers(outdir, specs),
    specs.some((spec) => spec.name === 'platform') ? describeApi(join(outdir, 'platform')) : undefined,
    specs.some((spec) => spec.name === 'posters') ? copyPosterAssets(join(outdir, 'posters')) : undefined,
  ])
  await Promise.all(specs.map(({ name }) => writeFile(join(outdir, name, 'package.json'), '{"type":"commonjs"}\n')))
  const outputs = new Map(Object.entries(metafile.outputs))
  const sizeOf = (name: string) => outputs.get(relative(root, join(outdir, name, 'index.js')))?.bytes ?? 0
  return { bytes: new Map(specs.map(({ name }) => [name, sizeOf(name)])), metafile }
}

function refuseMissing(specs: readonly Entry[]): void {
  const missing = specs.filter((spec) => !existsSync(join(root, spec.entry)))
  if (missing.length === 0) return
  const lines = missing.map((spec) => `  ${spec.entry} (function ${spec.name})`)
  throw new Error(`The rows demand functions whose source files are not there:\n${lines.join('\n')}`)
}

/** CommonJS with ES modules as input: it loads a third faster than ESM output, and still drops what nobody uses. */
function compile(specs: readonly Entry[], outdir: string) {
  return build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(specs.map(({ name, entry }) => [`${name}/index`, entry])),
    outdir,
    bundle: true,
    splitting: false,
    minify: true,
    charset: 'utf8',
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    plugins: [leanBundle, ownRows(root, new Map(specs.map(({ name, entry }) => [entry, name])))],
    metafile: true,
    logLevel: 'silent',
  })
}

async function removeOthers(outdir: string, specs: readonly Entry[]): Promise<void> {
  const names = new Set(specs.map((spec) => spec.name))
  const others = (await readdir(outdir)).filter((name) => !names.has(name))
  await Promise.all(others.map((name) => rm(join(outdir, name), { recursive: true })))
}

/** Made here and not by the function: it would have to load every contract of every context when it starts. */
async function describeApi(folder: string): Promise<void> {
  const [{ openApiDocument }, { docsPage }] = await Promise.all([
    import('../functions/platform/openapi.ts'),
    import('../functions/platform/docs-page.ts'),
    mkdir(folder, { recursive: true }),
  ])
  const document = openApiDocument()
  await writeFile(join(folder, 'openapi.json'), JSON.stringify(document))
  await writeFile(join(folder, 'docs.html'), docsPage(document))
}

function printReport({ bytes }: BundleReport, ms: number): void {
  for (const [name, size] of [...bytes].sort((a, b) => b[1] - a[1]))
    console.log(`${(size / 1000).toFixed(1).padStart(7)} kB  ${name}`)
  console.log(`${bytes.size} functions in ${Math.round(ms)} ms`)
}

if (import.meta.main) {
  const start = performance.now()
  printReport(await bundle(), performance.now() - start)
}
