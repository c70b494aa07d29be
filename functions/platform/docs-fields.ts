import type { JsonSchema } from './openapi-types.ts'

/** One line of a table of fields. */
export type FieldRow = {
  /** From the top of the body, e.g. `lines[].skuId`. */
  readonly name: string
  readonly type: string
  readonly isRequired: boolean
  /** Limits, default, and what the shape says of it. */
  readonly about: readonly string[]
}

/** Every field of an object, with those of the objects inside it. */
export function fieldRows(schema: JsonSchema, prefix = ''): FieldRow[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]) =>
    rowsOf(`${prefix}${name}`, field, schema.required?.includes(name) ?? false),
  )
  return [...own, ...variantRows(schema, prefix)]
}

/** A field, and the fields inside it. */
function rowsOf(name: string, field: JsonSchema, isRequired: boolean): FieldRow[] {
  return [{ name, type: typeName(field), isRequired, about: aboutField(field) }, ...innerRows(name, field)]
}

function innerRows(name: string, field: JsonSchema): FieldRow[] {
  if (field.items) return fieldRows(field.items, `${name}[].`)
  const extra = field.additionalProperties
  if (typeof extra === 'object') return fieldRows(extra, `${name}.*.`)
  return fieldRows(field, `${name}.`)
}

/** Fields of an object that has one of several forms, each row saying in which form it stands. */
function variantRows(schema: JsonSchema, prefix: string): FieldRow[] {
  const variants = (schema.anyOf ?? schema.oneOf ?? []).filter((variant) => variant.properties)
  if (variants.length < 2) return variants.flatMap((variant) => fieldRows(variant, prefix))
  return variants.flatMap((variant, at) => {
    const form = `form ${at + 1}${formName(variant)}`
    return fieldRows(variant, prefix).map((row) => ({ ...row, about: [form, ...row.about] }))
  })
}

function formName({ properties = {} }: JsonSchema): string {
  const fixed = Object.entries(properties).filter(([, field]) => field.const !== undefined)
  return fixed.length === 0 ? '' : `: ${fixed.map(([name, field]) => `${name} ${String(field.const)}`).join(', ')}`
}

/** What kind of value a field has, in a word or two. */
export function typeName(field: JsonSchema): string {
  const variants = field.anyOf ?? field.oneOf
  if (variants) return [...new Set(variants.map(typeName))].join(' or ')
  if (field.type === 'array') return `list of ${field.items ? typeName(field.items) : 'values'}`
  if (field.const !== undefined) return JSON.stringify(field.const)
  if (field.enum) return field.enum.map((value) => JSON.stringify(value)).join(' or ')
  if (typeof field.additionalProperties === 'object') return `${typeName(field.additionalProperties)} by name`
  return idType(field) ?? field.format ?? field.type ?? 'any value'
}

/** An id, by its prefix. Every id has the same form, which the page explains once. */
function idType({ pattern }: JsonSchema): string | undefined {
  const prefix = /^\^([a-z]{3}_)\[0-7\]/.exec(pattern ?? '')?.[1]
  return prefix && `id ${prefix}…`
}

/** zod writes the safe integers as limits of every whole number; they say nothing. */
const isTelling = (limit: number | undefined): limit is number =>
  limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER

function aboutField(field: JsonSchema): string[] {
  const limits = [
    range('', field.minimum, field.maximum),
    range(' characters', field.minLength, field.maxLength),
    range(' entries', field.minItems, field.maxItems),
  ]
  return [
    ...limits.filter((limit) => limit !== ''),
    // A format or an id has a pattern of its own, which nobody reads.
    ...(field.pattern && !field.format && !idType(field) ? [field.pattern] : []),
    ...(field.default === undefined ? [] : [`default ${JSON.stringify(field.default)}`]),
    ...(field.description ? [field.description] : []),
  ]
}

function range(unit: string, min: number | undefined, max: number | undefined): string {
  if (isTelling(min) && isTelling(max)) return `${min} to ${max}${unit}`
  if (isTelling(min)) return `at least ${min}${unit}`
  return isTelling(max) ? `at most ${max}${unit}` : ''
}
