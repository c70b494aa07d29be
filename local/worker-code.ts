import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

let code: string | undefined

/** The source of `worker.ts` as JavaScript. Made once: each thread by itself would load Node's TypeScript reader first. */
export function workerCode(): string {
  code ??= buildSync({
    entryPoints: [fileURLToPath(new URL('./worker.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
  }).outputFiles[0]?.text
  if (code === undefined) throw new Error('The worker could not be compiled.')
  return code
}
