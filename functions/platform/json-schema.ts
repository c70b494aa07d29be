import * as z from 'zod'
import type { JsonSchema } from './openapi-types.ts'

/** What a caller may send: defaults make a field optional, and it is shown before any transformation. */
export const inputSchema = (shape: z.ZodType): JsonSchema => toJsonSchema(shape, 'input')

/** What a caller gets. Fields that are not named may be added later, so replies are left open. */
export const outputSchema = (shape: z.ZodType): JsonSchema => toJsonSchema(shape, 'output')

function toJsonSchema(shape: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    io,
    override: ({ jsonSchema }) => {
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
    },
  })
  if ('$defs' in schema) throw new Error('A shape refers to a definition, which an OpenAPI document keeps elsewhere')
  // zod's type of a JSON Schema knows more dialects than its output has.
  return schema as JsonSchema
}
