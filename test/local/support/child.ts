import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { LocalBackend } from '../../../local/boot.ts'

type ChildBackend = Pick<LocalBackend, 'apiUrl' | 'controlUrl' | 'dynamo' | 'tables'> & {
  readonly pid: number
  /** kill -9, of the process alone or of all that it started too. */
  kill(whom: 'alone' | 'group'): Promise<void>
}

/** A local back end in a process and a process group of its own. */
export async function bootChild(assembly: string, folder: string): Promise<ChildBackend> {
  const script = fileURLToPath(new URL('./boot-child.ts', import.meta.url))
  const child = spawn(process.execPath, [script, assembly, folder], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const pid = child.pid ?? 0
  const exited = once(child, 'exit')
  const kill = async (whom: 'alone' | 'group') => {
    if (child.exitCode === null && child.signalCode === null) process.kill(whom === 'group' ? -pid : pid, 'SIGKILL')
    await exited
  }
  onTestFinished(() => kill('group'))
  for await (const line of createInterface(child.stdout)) return { ...JSON.parse(line), pid, kill }
  throw new Error('The child did not start.')
}
