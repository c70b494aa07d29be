import type { Attributes, Value } from '../functions/shared/storage.ts'

/** DynamoDB takes no value of such a kind: a defect of the caller. */
export class Unstorable extends Error {}

/**
 * A copy that nobody can change, as what is stored must not change when the caller's object does. Throws Unstorable for
 * what the marshaller would refuse: undefined, not a number, an instance of a class.
 */
export function frozenCopy(attributes: Attributes): Attributes {
  const copy: Record<string, Value> = {}
  for (const name of Object.keys(attributes)) copy[name] = frozenValue(attributes[name], name)
  return Object.freeze(copy)
}

function frozenValue(value: Value | undefined, name: string): Value {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      if (!Number.isFinite(value)) throw new Unstorable(`${name} is ${value}`)
      return value
    case 'object':
      if (value === null) return value
      if (Array.isArray(value)) return Object.freeze(value.map((element) => frozenValue(element, name)))
      if (isPlain(value)) return frozenCopy(value as Attributes)
  }
  throw new Unstorable(`${name} is ${value === undefined ? 'undefined' : 'no plain value'}`)
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
