import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { BootError } from './errors.ts'

/** The version that `package.json` pins for linux-x64; the engine's file format goes with it. */
export const engineVersion = '1.2.1'

type Platform = { readonly platform: string; readonly arch: string }

/** Path of the engine's program for this machine. @throws BootError naming the command that adds its package. */
export function findEngine(machine: Platform = process): string {
  const name = `@dynoxide/${machine.platform}-${machine.arch}`
  const program = machine.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide'
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`)
    return join(dirname(manifest), program)
  } catch {
    throw new BootError(
      `The embedded DynamoDB for this machine is not installed. Add it with:\n\n` +
        `  npm install --no-save ${name}@${engineVersion}\n\n` +
        `or set DYNAMODB_ENDPOINT to a DynamoDB that is already running.`,
    )
  }
}
