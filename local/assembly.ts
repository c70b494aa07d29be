import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { BootError } from './errors.ts'

const resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).optional(),
  Condition: z.string().optional(),
})
const template = z.looseObject({
  Parameters: z
    .record(z.string(), z.looseObject({ Type: z.string(), Default: z.union([z.string(), z.number()]).optional() }))
    .optional(),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).optional(),
  Conditions: z.record(z.string(), z.unknown()).optional(),
  Resources: z.record(z.string(), resource).optional(),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown(), Export: z.unknown().optional() })).optional(),
  Transform: z.unknown().optional(),
})
const manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.looseObject({
      type: z.string(),
      dependencies: z.array(z.string()).optional(),
      properties: z.looseObject({ templateFile: z.string().optional(), stackName: z.string().optional() }).optional(),
    }),
  ),
})
const assetManifest = z.object({
  files: z.record(
    z.string(),
    z.looseObject({
      source: z.looseObject({ path: z.string().optional(), packaging: z.string().optional() }),
      destinations: z.record(z.string(), z.looseObject({ objectKey: z.string().optional() })),
    }),
  ),
})

export type Template = z.output<typeof template>
export type StackTemplate = { readonly id: string; readonly stackName: string; readonly template: Template }
export type Assembly = {
  /** In dependency order: a stack comes after those whose exports it imports. */
  readonly stacks: readonly StackTemplate[]
  /** S3 object key of an asset → its path on this machine. */
  readonly assets: ReadonlyMap<string, string>
}

/** Reads a synthesised cloud assembly. @throws BootError when there is none or it is not understood. */
export function readAssembly(folder: string): Assembly {
  const file = join(folder, 'manifest.json')
  if (!existsSync(file)) throw new BootError(`${folder} holds no synthesised templates. Run "npm run synth" first.`)
  const { artifacts } = manifest.parse(readJson(file))
  const stacks = new Map<string, StackTemplate>()
  const visit = (id: string): void => {
    const artifact = artifacts[id]
    if (artifact === undefined || stacks.has(id)) return
    for (const dependency of artifact.dependencies ?? []) visit(dependency)
    if (artifact.type === 'cdk:cloud-assembly') {
      throw new BootError(`${id} is a nested assembly (a CDK stage), which the local back end does not read.`)
    }
    const templateFile = artifact.properties?.templateFile
    if (artifact.type !== 'aws:cloudformation:stack' || templateFile === undefined) return
    const parsed = template.parse(readJson(join(folder, templateFile)))
    if (parsed.Transform !== undefined) throw new BootError(`${id} has a Transform, which runs only in the cloud.`)
    stacks.set(id, { id, stackName: artifact.properties?.stackName ?? id, template: parsed })
  }
  for (const id of Object.keys(artifacts)) visit(id)
  return { stacks: [...stacks.values()], assets: readAssets(folder, Object.keys(artifacts)) }
}

function readAssets(folder: string, artifactIds: readonly string[]): Map<string, string> {
  const paths = new Map<string, string>()
  for (const id of artifactIds) {
    const file = join(folder, id.endsWith('.assets') ? `${id}.json` : `${id}.assets.json`)
    if (!existsSync(file)) continue
    for (const { source, destinations } of Object.values(assetManifest.parse(readJson(file)).files)) {
      for (const { objectKey } of Object.values(destinations)) {
        if (objectKey !== undefined && source.path !== undefined) paths.set(objectKey, join(folder, source.path))
      }
    }
  }
  return paths
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
