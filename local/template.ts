import type { StackTemplate } from './assembly.ts'
import { BootError } from './errors.ts'
import { type Lookup, noValue, resolveCondition, resolveValue } from './intrinsics.ts'
import { accountId, identify, namePropertyOf, partition, region, urlSuffix } from './physical-ids.ts'
import { isPlayed, type PlayedType } from './resource-types.ts'

/** A resource that is played here, with every reference replaced by what it means on this machine. */
export type Resource = {
  readonly stackName: string
  readonly logicalId: string
  readonly type: PlayedType
  /** Physical name: as the template says, else made from stack and logical id. */
  readonly name: string
  readonly properties: Readonly<Record<string, unknown>>
}

export type TemplateSettings = {
  /** SSM parameter name → value. */
  readonly parameters: Readonly<Record<string, string>>
  readonly apiUrl: string
}

/** Resolves all stacks' templates. @throws BootError naming what cannot be resolved. */
export function resolveTemplates(stacks: readonly StackTemplate[], settings: TemplateSettings): Resource[] {
  const exports = new Map<string, unknown>()
  return stacks.flatMap((stack) => {
    const lookup = stackLookup(stack, settings, exports)
    const resources = lookup.resources()
    for (const output of Object.values(stack.template.Outputs ?? {})) {
      const name = resolveValue(output.Export, lookup)
      if (typeof name !== 'object' || name === null || !('Name' in name)) continue
      exports.set(String(name.Name), resolveValue(output.Value, lookup))
    }
    return resources
  })
}

type StackLookup = Lookup & { resources(): Resource[] }

function stackLookup(
  stack: StackTemplate,
  settings: TemplateSettings,
  exports: ReadonlyMap<string, unknown>,
): StackLookup {
  const { template } = stack
  const fail = (message: string) => new BootError(`Stack ${stack.stackName}: ${message}`)

  const physicalName = (logicalId: string): string => {
    const resource = template.Resources?.[logicalId]
    if (resource === undefined) throw fail(`there is no resource ${logicalId}.`)
    const property = namePropertyOf(resource.Type)
    const given = property === undefined ? undefined : resolveValue(resource.Properties?.[property], lookup)
    return typeof given === 'string' ? given : `${stack.stackName}-${logicalId}`
  }
  const identity = (logicalId: string) =>
    identify(template.Resources?.[logicalId]?.Type ?? '', physicalName(logicalId), settings.apiUrl)

  const lookup: StackLookup = {
    ref: (name) => {
      const pseudo = pseudoParameters(stack.stackName)[name]
      if (pseudo !== undefined) return pseudo
      const parameter = template.Parameters?.[name]
      return parameter === undefined ? identity(name).ref : parameterValue(name, parameter, settings, fail)
    },
    attribute: (logicalId, attribute) => {
      const value = identity(logicalId).attributes[attribute]
      if (value !== undefined) return value
      const type = template.Resources?.[logicalId]?.Type
      throw fail(`the local back end does not know the attribute ${attribute} of ${logicalId} (${type}).`)
    },
    importValue: (name) => {
      if (!exports.has(name)) throw fail(`it imports ${name}, which no stack before it exports.`)
      return exports.get(name)
    },
    mapping: (map, key, second) => {
      const value = template.Mappings?.[map]?.[key]?.[second]
      if (value === undefined) throw fail(`the mapping ${map} has no ${key}.${second}.`)
      return value
    },
    condition: (name) => resolveCondition(template.Conditions?.[name], lookup),
    resources: () =>
      Object.entries(template.Resources ?? {}).flatMap(([logicalId, { Type: type, Properties, Condition }]) => {
        if (Condition !== undefined && !lookup.condition(Condition)) return []
        if (!isPlayed(type, logicalId)) return []
        const properties: Record<string, unknown> = Object(resolveValue(Properties ?? {}, lookup))
        return [{ stackName: stack.stackName, logicalId, type, name: physicalName(logicalId), properties }]
      }),
  }
  return lookup
}

function pseudoParameters(stackName: string): Readonly<Record<string, unknown>> {
  return {
    'AWS::Region': region,
    'AWS::Partition': partition,
    'AWS::AccountId': accountId,
    'AWS::URLSuffix': urlSuffix,
    'AWS::StackName': stackName,
    'AWS::StackId': stackName,
    'AWS::NoValue': noValue,
  }
}

type Parameter = { readonly Type: string; readonly Default?: string | number | undefined }

function parameterValue(
  name: string,
  parameter: Parameter,
  settings: TemplateSettings,
  fail: (message: string) => BootError,
): unknown {
  if (parameter.Type.startsWith('AWS::SSM::Parameter::Value<')) {
    const value = settings.parameters[String(parameter.Default)]
    if (value === undefined) throw fail(`the setting ${parameter.Default} (template parameter ${name}) has no value.`)
    return parameter.Type.includes('List<') ? value.split(',') : value
  }
  if (parameter.Default === undefined) throw fail(`the template parameter ${name} has no default.`)
  return parameter.Type === 'CommaDelimitedList' ? String(parameter.Default).split(',') : String(parameter.Default)
}
