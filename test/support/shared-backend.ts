import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { bundle } from '../../infra/bundle.ts'
import { synthesise } from '../../infra/synthesise.ts'
import { type SharedBackend, startTestBackend } from './backend.ts'
import { testFolder } from './folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the synthesised templates, with the bundles of this run. */
    assembly: string
    backend: SharedBackend
  }
}

/** Builds and synthesises once for the tests of the API, into a folder of this run, and starts the back end they share. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = testFolder('huitou-http-')
  const bundles = join(folder, 'dist')
  const assembly = join(folder, 'cdk.out')
  await bundle({ outdir: bundles })
  synthesise({ outdir: assembly, functionsFrom: bundles, checkSchemas: false })
  const backend = await startTestBackend({ assembly, folder: join(folder, 'data') })
  project.provide('assembly', assembly)
  project.provide('backend', backend.shared)
  return async () => {
    await backend.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
