import { BootError } from './errors.ts'

/** What an intrinsic function may ask for while a template is resolved. */
export type Lookup = {
  ref(name: string): unknown
  attribute(logicalId: string, attribute: string): unknown
  importValue(name: string): unknown
  mapping(map: string, key: string, second: string): unknown
  condition(name: string): boolean
}

/** `AWS::NoValue`: the property that holds it is left out. */
export const noValue = Symbol('AWS::NoValue')

/** Replaces every intrinsic function in a template's value. @throws BootError on one that it does not know. */
export function resolveValue(value: unknown, lookup: Lookup): unknown {
  if (Array.isArray(value)) {
    return value.map((element) => resolveValue(element, lookup)).filter((element) => element !== noValue)
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const [only] = entries
  if (only !== undefined && entries.length === 1) {
    const [name, argument] = only
    if (name === 'Ref' || name.startsWith('Fn::')) return resolveIntrinsic(name, argument, lookup)
  }
  const resolved = entries.map(([name, element]) => [name, resolveValue(element, lookup)] as const)
  return Object.fromEntries(resolved.filter(([, element]) => element !== noValue))
}

function resolveIntrinsic(name: string, argument: unknown, lookup: Lookup): unknown {
  switch (name) {
    case 'Ref':
      return lookup.ref(text(argument))
    case 'Fn::GetAtt': {
      const [logicalId, ...path] = typeof argument === 'string' ? argument.split('.') : list(argument).map(text)
      return lookup.attribute(text(logicalId), path.join('.'))
    }
    case 'Fn::ImportValue':
      return lookup.importValue(text(resolveValue(argument, lookup)))
    case 'Fn::Join': {
      const [separator, parts] = list(argument)
      return list(resolveValue(parts, lookup)).map(text).join(text(separator))
    }
    case 'Fn::Sub':
      return substitute(argument, lookup)
    case 'Fn::Select': {
      const [index, choices] = list(argument)
      return list(resolveValue(choices, lookup))[Number(resolveValue(index, lookup))]
    }
    case 'Fn::Split': {
      const [separator, source] = list(argument)
      return text(resolveValue(source, lookup)).split(text(separator))
    }
    case 'Fn::If': {
      const [condition, then, otherwise] = list(argument)
      return resolveValue(lookup.condition(text(condition)) ? then : otherwise, lookup)
    }
    case 'Fn::FindInMap': {
      const [map, key, second] = list(resolveValue(argument, lookup)).map(text)
      return lookup.mapping(text(map), text(key), text(second))
    }
    case 'Fn::Equals': {
      const [left, right] = list(resolveValue(argument, lookup))
      return JSON.stringify(left) === JSON.stringify(right)
    }
    default:
      return resolveLogic(name, argument, lookup)
  }
}

function resolveLogic(name: string, argument: unknown, lookup: Lookup): boolean {
  const holds = (part: unknown) => resolveCondition(part, lookup)
  switch (name) {
    case 'Fn::And':
      return list(argument).every(holds)
    case 'Fn::Or':
      return list(argument).some(holds)
    case 'Fn::Not':
      return !list(argument).every(holds)
    default:
      throw new BootError(`The local back end does not know the intrinsic function ${name}.`)
  }
}

/** Whether a condition of the template holds. */
export function resolveCondition(condition: unknown, lookup: Lookup): boolean {
  if (typeof condition === 'object' && condition !== null && 'Condition' in condition) {
    return lookup.condition(text(condition.Condition))
  }
  return resolveValue(condition, lookup) === true
}

function substitute(argument: unknown, lookup: Lookup): string {
  const [template, variables] = typeof argument === 'string' ? [argument, {}] : list(argument)
  const values = new Map(Object.entries(Object(resolveValue(variables ?? {}, lookup))))
  return text(template).replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`
    if (values.has(name)) return text(values.get(name))
    const [logicalId = '', ...path] = name.split('.')
    return text(path.length === 0 ? lookup.ref(name) : lookup.attribute(logicalId, path.join('.')))
  })
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  throw new BootError(`A list was expected in the template, not ${JSON.stringify(value)}.`)
}

function text(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new BootError(`A string was expected in the template, not ${JSON.stringify(value)}.`)
}
