import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildConsole } from '../../console/build.ts'
import { borrowAssembly } from './assembly.ts'
import { startTestBackend } from './backend.ts'
import { tellFailedRequests } from './failed-requests.ts'
import { testFolder } from './folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the console's files were built for this run. */
    consoleFiles: string
  }
}

/** Builds the console into a folder of this run, and starts the back end that serves it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { assembly, release } = await borrowAssembly()
  const folder = testFolder('huitou-browser-')
  const consoleFiles = join(folder, 'console')
  await buildConsole(consoleFiles)
  const backend = await startTestBackend({ assembly, folder: join(folder, 'data'), consoleFiles, lazy: true })
  project.provide('assembly', assembly)
  project.provide('backend', backend.shared)
  project.provide('consoleFiles', consoleFiles)
  return async () => {
    await backend.close()
    tellFailedRequests(join(folder, 'data'))
    rmSync(folder, { recursive: true, force: true })
    release()
  }
}
