import { spawn } from 'node:child_process'
import { styleText } from 'node:util'

// Types and lint, at once; ends with 1 where any of them found something, and with what each of them said.

/** One checker each: several would all work out the same types, for twice the processor's time. */
const checks = ['tsc --noEmit --checkers 1', 'tsc --noEmit --checkers 1 -p console', 'biome check']

function run(command: string): Promise<{ readonly command: string; readonly text: string; readonly isRight: boolean }> {
  const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<typeof run>>>()
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks: Buffer[] = []
  for (const output of [child.stdout, child.stderr]) output.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.on('error', reject)
  child.on('close', (code) => resolve({ command, text: Buffer.concat(chunks).toString(), isRight: code === 0 }))
  return promise
}

for (const { command, text, isRight } of await Promise.all(checks.map(run))) {
  if (isRight) continue
  process.exitCode = 1
  console.error(`${styleText('red', command)}\n${text}`)
}
