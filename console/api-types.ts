import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compile } from 'json-schema-to-typescript'
import { openApiDocument } from '../functions/platform/openapi.ts'
import type { JsonSchema, OpenApiDocument, Operation } from '../functions/platform/openapi-types.ts'

const target = join(import.meta.dirname, 'src', 'api', 'generated.ts')

/**
 * Writes what the console knows of the API, made from the OpenAPI document: types of every operation's path, query, body
 * and reply, and where each is. A page that no longer fits the API does not compile.
 */
export async function writeApiTypes(): Promise<void> {
  const operations = operationsOf(openApiDocument())
  const properties = Object.fromEntries(operations.map(({ operation }) => [operation.operationId, shapeOf(operation)]))
  const types = await compile(closed(properties) as object, 'Operations', {
    additionalProperties: false,
    bannerComment: '/** Made from the OpenAPI document by console/api-types.ts: not to be edited. */',
    format: false,
    // Otherwise an array of at most n is written as n tuples.
    ignoreMinAndMaxItems: true,
  })
  const places = operations.map(
    ({ operation, method, path }) => `  '${operation.operationId}': ['${method}', '${path}'],`,
  )
  await writeFile(target, `${types}\nexport const places = {\n${places.join('\n')}\n} as const\n`)
}

type Placed = { readonly path: string; readonly method: string; readonly operation: Operation }

const operationsOf = ({ paths }: OpenApiDocument): Placed[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )

function shapeOf({ parameters, requestBody, responses }: Operation): JsonSchema {
  const named = (where: 'path' | 'query') => {
    const found = parameters.filter((parameter) => parameter.in === where)
    const properties = Object.fromEntries(found.map(({ name, schema }) => [name, schema]))
    const required = found.filter((parameter) => parameter.required).map(({ name }) => name)
    return found.length === 0 ? {} : { [where]: { ...closed(properties), required } }
  }
  const body = requestBody?.content['application/json']?.schema
  const reply = Object.values((responses[200] ?? responses[201])?.content ?? {})[0]?.schema
  return closed({ ...named('path'), ...named('query'), ...(body ? { body } : {}), reply: reply ?? { type: 'null' } })
}

/** An object with exactly these properties. */
const closed = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})

if (import.meta.main) await writeApiTypes()
