import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { onTestFinished, vi } from 'vitest'
import { type BootOptions, bootLocal, type LocalBackend } from '../../../local/boot.ts'
import { createClock } from '../../../local/clock.ts'
import type { Resources } from './resources.ts'

// Each test starts processes and threads, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** A folder for one test, in memory where the machine has such a place. */
export function testFolder(): string {
  const parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const folder = mkdtempSync(join(parent, 'huitou-local-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export type Stack = {
  readonly Resources: Resources
  readonly Parameters?: unknown
  readonly Conditions?: unknown
  readonly Outputs?: unknown
}

/** Writes a cloud assembly of stacks by hand; each stack depends on those before it. */
export function writeAssembly(folder: string, stacks: Readonly<Record<string, Stack>>): string {
  const assembly = join(folder, 'cdk.out')
  mkdirSync(assembly, { recursive: true })
  const names = Object.keys(stacks)
  const artifacts = names.map((name, index) => [
    name,
    {
      type: 'aws:cloudformation:stack',
      dependencies: names.slice(0, index),
      properties: { templateFile: `${name}.template.json` },
    },
  ])
  // In the wrong order, so that the dependencies count.
  const manifest = { version: '1', artifacts: Object.fromEntries(artifacts.reverse()) }
  writeFileSync(join(assembly, 'manifest.json'), JSON.stringify(manifest))
  for (const [name, stack] of Object.entries(stacks)) {
    writeFileSync(join(assembly, `${name}.template.json`), JSON.stringify(stack))
  }
  return assembly
}

export type World = LocalBackend & { readonly log: readonly string[]; readonly folder: string }

/** Boots one stack with these resources; it ends with the test. */
export async function bootWorld(
  resources: Resources,
  options: Partial<BootOptions> & { readonly stack?: Omit<Stack, 'Resources'> } = {},
): Promise<World> {
  const { stack = {}, ...bootOptions } = options
  const folder = bootOptions.folder ?? testFolder()
  const log: string[] = []
  const backend = await bootLocal({
    assembly: writeAssembly(folder, { Shop: { ...stack, Resources: resources } }),
    folder: join(folder, 'data'),
    parameters: {},
    secrets: {},
    clock: createClock(),
    log: (line) => log.push(line),
    lazy: true,
    ...bootOptions,
    ...(bootOptions.folder === undefined ? {} : { folder: join(folder, 'data') }),
  })
  onTestFinished(backend.close)
  return { ...backend, log, folder }
}

/** Why these resources do not boot. */
export async function bootRefusal(
  resources: Resources,
  options: Parameters<typeof bootWorld>[1] = {},
): Promise<string> {
  const refused = await bootWorld(resources, options).catch((error: unknown) => error)
  if (refused instanceof Error) return `${refused.name}: ${refused.message}`
  throw new Error('The back end started, which it should not.')
}

/** Puts items `{pk, sk: '-', …}` as the owner of the machine, one after the other. */
export async function putAll(world: World, tableId: string, items: readonly Record<string, string>[]): Promise<void> {
  const client = new DynamoDBClient(world.dynamo)
  for (const item of items) {
    const Item = Object.fromEntries(Object.entries({ sk: '-', ...item }).map(([name, S]) => [name, { S }]))
    await client.send(new PutItemCommand({ TableName: world.tables[tableId], Item }))
  }
  client.destroy()
}

/** Waits for something to be so. */
export async function until(holds: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error('It did not come to be so.')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** The body of a GET, of the shape that the test's own function answers with. */
export async function getJson<Body = unknown>(url: string): Promise<Body> {
  const body: Body = JSON.parse(await (await fetch(url)).text())
  return body
}
