import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { functionSpecs } from '../../infra/functions.ts'
import { createApp, synthesise } from '../../infra/synthesise.ts'

/** For tests that synthesise: a second where nothing else runs, several on a machine that is busy. */
export const synthesisTime = { timeout: 60_000 }

const resourceShape = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
})
const templateShape = z.looseObject({
  Resources: z.record(z.string(), resourceShape),
  Outputs: z
    .record(z.string(), z.looseObject({ Value: z.unknown(), Export: z.object({ Name: z.string() }).optional() }))
    .default({}),
  Parameters: z.record(z.string(), z.looseObject({ Type: z.string(), Default: z.string() })).default({}),
})
export type Template = z.output<typeof templateShape>
export type Resource = z.output<typeof resourceShape>

/** The tests of this folder look at templates, for which any code will do: the bundles have a test of their own. */
function stubBundles(folder: string): string {
  const bundles = join(folder, 'bundles')
  for (const { name } of functionSpecs()) {
    mkdirSync(join(bundles, name), { recursive: true })
    writeFileSync(join(bundles, name, 'index.js'), `exports.handler = async () => '${name}'\n`)
  }
  return bundles
}

/** Runs with a folder of its own, which is gone afterwards. */
export function inFolder<T>(run: (options: { outdir: string; functionsFrom: string }) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'huitou-infra-'))
  try {
    return run({ outdir: join(folder, 'cdk.out'), functionsFrom: stubBundles(folder) })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

type Context = Readonly<Record<string, unknown>>
const written = new Map<string, ReturnType<typeof writtenFor>>()

/** The templates as they are written for the context: once for all tests that look at them, and nobody changes them. */
export function templatesOf(context: Context = {}, checkSchemas = false): ReturnType<typeof writtenFor> {
  const key = JSON.stringify([context, checkSchemas])
  const templates = written.get(key) ?? writtenFor(context, checkSchemas)
  written.set(key, templates)
  return templates
}

function writtenFor(context: Context, checkSchemas: boolean) {
  return inFolder((options) => {
    synthesise({ ...options, context, checkSchemas })
    const read = (stack: string) =>
      templateShape.parse(JSON.parse(readFileSync(join(options.outdir, `${stack}.template.json`), 'utf8')))
    return { data: read('HuitouData'), api: read('HuitouApi'), console: read('HuitouConsole') }
  })
}

/** The app before synthesis, so that a test may plant something in it. */
export function withApp<T>(run: (app: ReturnType<typeof createApp>) => T): T {
  return inFolder((options) => run(createApp({ ...options, context: {}, checkSchemas: false })))
}

export function ofType(template: Template, type: string): [logicalId: string, resource: Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type)
}

export type Templates = { readonly data: Template; readonly api: Template }

const nameProperties = ['TableName', 'FunctionName', 'QueueName', 'LogGroupName', 'Name']

/** A value of a template as text: what it refers to by the name that the resource has. */
export function render(value: unknown, templates: Templates, within: Template = templates.api): string {
  if (typeof value === 'string') return value
  const [key, operand] = Object.entries(z.record(z.string(), z.unknown()).parse(value))[0] ?? []
  switch (key) {
    case 'Ref':
      return nameOf(String(operand), within)
    case 'Fn::GetAtt': {
      const [logicalId, attribute] = z.tuple([z.string(), z.string()]).parse(operand)
      return `${nameOf(logicalId, within)}.${attribute}`
    }
    case 'Fn::Join': {
      const [separator, parts] = z.tuple([z.string(), z.array(z.unknown())]).parse(operand)
      return parts.map((part) => render(part, templates, within)).join(separator)
    }
    case 'Fn::ImportValue': {
      const exported = Object.values(templates.data.Outputs).find((output) => output.Export?.Name === operand)
      if (exported === undefined) throw new Error(`Nothing is exported as ${operand}`)
      return render(exported.Value, templates, templates.data)
    }
    default:
      throw new Error(`Not understood: ${JSON.stringify(value)}`)
  }
}

function nameOf(logicalId: string, template: Template): string {
  if (logicalId.startsWith('AWS::')) return `<${logicalId}>`
  const parameter = template.Parameters[logicalId]
  if (parameter !== undefined) return `parameter ${parameter.Default}`
  const properties = template.Resources[logicalId]?.Properties ?? {}
  const name = nameProperties.map((property) => properties[property]).find((found) => typeof found === 'string')
  return typeof name === 'string' ? name : logicalId
}

const statementShape = z.looseObject({
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.union([z.array(z.unknown()), z.unknown()]),
})
const policyShape = z.object({
  PolicyDocument: z.object({ Statement: z.array(statementShape) }),
  Roles: z.array(z.unknown()).default([]),
})

export type Permission = { readonly action: string; readonly resource: string }

/** Every single (action, resource) that the policies of a role allow. */
export function permissionsOf(roleId: string, templates: Templates): Permission[] {
  return ofType(templates.api, 'AWS::IAM::Policy').flatMap(([, resource]) => {
    const { PolicyDocument, Roles } = policyShape.parse(resource.Properties)
    if (!Roles.some((role) => render(role, templates) === roleId)) return []
    return PolicyDocument.Statement.flatMap(({ Action, Resource }) =>
      [Action]
        .flat()
        .flatMap((action) => [Resource].flat().map((target) => ({ action, resource: render(target, templates) }))),
    )
  })
}

/** Logical id of the role of a function. */
export function roleOf(lambda: Resource): string {
  const { Role } = z
    .object({ Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }) })
    .parse(lambda.Properties)
  return Role['Fn::GetAtt'][0]
}

/** The functions of the template by name. */
export function functionsOf({ api }: Templates): Map<string, Resource> {
  return new Map(
    ofType(api, 'AWS::Lambda::Function').map(([, lambda]) => [String(lambda.Properties.FunctionName), lambda]),
  )
}

export type Alarm = {
  readonly description: string
  readonly metric: string
  readonly target: string
  readonly notifies: boolean
}

const alarmShape = z.object({
  AlarmDescription: z.string(),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })).default([]),
  AlarmActions: z.array(z.unknown()).default([]),
})

/** Every alarm: on which figure of what, and what it says. */
export function alarmsOf(templates: Templates): Alarm[] {
  return ofType(templates.api, 'AWS::CloudWatch::Alarm').map(([, resource]) => {
    const alarm = alarmShape.parse(resource.Properties)
    return {
      description: alarm.AlarmDescription,
      metric: alarm.MetricName,
      target: alarm.Dimensions.map(({ Value }) => render(Value, templates)).join(),
      notifies: alarm.AlarmActions.length > 0,
    }
  })
}
