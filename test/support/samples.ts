import fc from 'fast-check'
import type * as z from 'zod'
import { inputSchema } from '../../functions/platform/json-schema.ts'

/** Texts of each pattern, made once: it takes longer than a request. */
const textsOf = new Map<string, readonly string[]>()
const textsMax = 997

/** The part of JSON Schema that contracts come to. */
type Schema = {
  readonly type?: string | readonly string[]
  readonly pattern?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly minLength?: number
  readonly minItems?: number
  readonly items?: Schema
  readonly additionalProperties?: boolean | Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

/** Values for fields that a schema alone does not make right, and those that a test knows better. */
export type Facts = Readonly<Record<string, unknown>>

/** A value of the shape, every optional field with it; another one for every seed. Facts go in by the field's name. */
export const sampleOf = (shape: z.ZodType, facts: Facts, seed: number): unknown =>
  // The document's own type of a schema names more than a sample needs.
  sample(inputSchema(shape) as Schema, { timeZone: 'Asia/Shanghai', day: '2026-01-31', ...facts }, seed)

function sample(schema: Schema, facts: Facts, seed: number): unknown {
  const [choice] = schema.anyOf ?? schema.oneOf ?? []
  if (choice) return sample(choice, facts, seed)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(namedFields(schema)).map(([name, inner], at) => [
          name,
          facts[name] ?? sample(inner, facts, seed * 31 + at),
        ]),
      )
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, (_, at) =>
        sample(schema.items ?? {}, facts, seed * 37 + at),
      )
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 0)
    case 'boolean':
      return true
    case 'string':
      return sampleText(schema, seed)
    default:
      throw new Error(`No sample of a ${JSON.stringify(schema)}`)
  }
}

/** Of a record with names of the caller's own, one. */
const namedFields = ({ properties, additionalProperties }: Schema): Readonly<Record<string, Schema>> =>
  typeof additionalProperties === 'object' ? { 名: additionalProperties } : (properties ?? {})

function sampleText({ pattern, minLength = 1 }: Schema, seed: number): string {
  if (pattern === undefined) return '茶'.repeat(minLength)
  const texts =
    textsOf.get(pattern) ?? fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: textsMax, seed: 1 })
  textsOf.set(pattern, texts)
  return texts[Math.abs(seed) % textsMax] ?? ''
}
