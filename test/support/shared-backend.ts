import { rmSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import { borrowAssembly } from './assembly.ts'
import { type SharedBackend, startTestBackend } from './backend.ts'
import { tellFailedRequests } from './failed-requests.ts'
import { testFolder } from './folder.ts'

declare module 'vitest' {
  interface ProvidedContext {
    backend: SharedBackend
  }
}

/** Starts the back end that the tests of the API share. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { assembly, release } = await borrowAssembly()
  const folder = testFolder('huitou-http-')
  const backend = await startTestBackend({ assembly, folder })
  project.provide('assembly', assembly)
  project.provide('backend', backend.shared)
  return async () => {
    await backend.close()
    tellFailedRequests(folder)
    rmSync(folder, { recursive: true, force: true })
    release()
  }
}
