import { expect, test } from 'vitest'
import { contracts } from '../../functions/platform/contracts.ts'
import { openApiDocument } from '../../functions/platform/openapi.ts'
import type { JsonSchema, Operation, Response } from '../../functions/platform/openapi-types.ts'
import { routes } from '../../functions/routes.ts'
import { contexts, type Route } from '../../functions/shared/rows.ts'

const document = openApiDocument()
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
)
const rows: readonly Route[] = routes

/** Every schema in the document, with those inside it. */
function everySchema(): JsonSchema[] {
  const contents = (parts: readonly Pick<Response, 'content'>[]) =>
    parts.flatMap(({ content = {} }) => Object.values(content).map(({ schema }) => schema))
  const ofOperation = ({ parameters, requestBody, responses }: Operation) => [
    ...parameters.map(({ schema }) => schema),
    ...contents([...(requestBody ? [requestBody] : []), ...Object.values(responses)]),
  ]
  const top = [
    ...operations.flatMap(({ operation }) => ofOperation(operation)),
    ...Object.values(document.components.schemas),
  ]
  return top.flatMap(withInner)
}

function withInner(schema: JsonSchema): JsonSchema[] {
  const { properties = {}, items, anyOf = [], oneOf = [], allOf = [], additionalProperties } = schema
  const inner = [...Object.values(properties), ...(items ? [items] : []), ...anyOf, ...oneOf, ...allOf]
  if (typeof additionalProperties === 'object') inner.push(additionalProperties)
  return [schema, ...inner.flatMap(withInner)]
}

test('every row is an operation under its path and method, and there is no other', () => {
  const ofRows = rows.map((row) => `${row.method} ${row.path} ${row.handler} ${row.context}`)
  const ofDocument = operations.map(
    ({ path, method, operation }) => `${method.toUpperCase()} ${path} ${operation.operationId} ${operation.tags}`,
  )
  expect(ofDocument.toSorted()).toEqual(ofRows.toSorted())
})

test('every contract belongs to a row', () => {
  const handlers = (context: string) => rows.filter((row) => row.context === context).map((row) => row.handler)
  for (const context of contexts)
    expect(Object.keys(contracts[context]).toSorted()).toEqual(handlers(context).toSorted())
})

test('the document has what OpenAPI 3.1 demands of it', () => {
  expect(document.openapi).toBe('3.1.0')
  expect(document.info.title.length * document.info.version.length).toBeGreaterThan(0)
  expect(document.tags.map((tag) => tag.name)).toEqual(contexts)
  for (const path of Object.keys(document.paths)) expect(path).toMatch(/^\/[\w./{}-]*$/)
})

test('operation ids are unique', () => {
  const ids = operations.map(({ operation }) => operation.operationId)
  expect(new Set(ids).size).toBe(ids.length)
})

test('every part of a path in braces is a parameter, required, and the other way round', () => {
  for (const { path, operation } of operations) {
    const parameters = operation.parameters.filter((parameter) => parameter.in === 'path')
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(parameters.map(({ name }) => name).toSorted(), path).toEqual(names.toSorted())
    expect(parameters.every(({ required }) => required)).toBe(true)
  }
})

test('every operation has one success, an internal error, and each status with a description', () => {
  for (const { path, method, operation } of operations) {
    const statuses = Object.keys(operation.responses)
    expect(
      statuses.filter((status) => status.startsWith('2')),
      `${method} ${path}`,
    ).toHaveLength(1)
    expect(statuses).toContain('500')
    for (const [status, response] of Object.entries(operation.responses)) {
      expect(status).toMatch(/^[245]\d\d$/)
      expect(response.description).not.toBe('')
      expect(response.content === undefined, `${method} ${path} ${status}`).toBe(status === '204')
    }
  }
})

test('every refusal of a contract is in the document, under its status and in both languages', () => {
  for (const { operation } of operations) {
    const row = rows.find(({ handler }) => handler === operation.operationId)
    const refusals = Object.entries((row && contracts[row.context][row.handler]?.contract.refusals) ?? {})
    for (const [code, { status, zh, en }] of refusals) {
      expect(operation.responses[status]?.['x-refusals'], operation.operationId).toContainEqual({ code, zh, en })
      expect(operation.responses[status]?.description).toContain(`\`${code}\``)
    }
  }
})

test('what a body or path may be refused for is said', () => {
  for (const { operation } of operations) {
    const { responses, requestBody, parameters } = operation
    const codes = Object.values(responses)
      .flatMap((response) => response['x-refusals'] ?? [])
      .map(({ code }) => code)
    expect(codes.includes('malformed_json')).toBe(requestBody !== undefined)
    expect(codes.includes('invalid_request')).toBe(requestBody !== undefined || parameters.length > 0)
    expect(codes.includes('session_expired'), operation.operationId).toBe(
      operation.security.some((scheme) => 'session' in scheme),
    )
  }
})

test('every security scheme that an operation names exists', () => {
  const schemes = Object.keys(document.components.securitySchemes)
  const named = operations.flatMap(({ operation }) => operation.security.flatMap((scheme) => Object.keys(scheme)))
  expect([...new Set(named)].toSorted()).toEqual(schemes.toSorted())
})

test('every schema is plain JSON Schema: known types, required fields that exist, references that lead somewhere', () => {
  const types = ['object', 'array', 'string', 'integer', 'number', 'boolean', 'null', undefined]
  for (const schema of everySchema()) {
    expect(types).toContain(schema.type)
    // A variant of a union may demand fields that stand beside the union.
    if (schema.properties)
      expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining([...(schema.required ?? [])]))
    if (schema.type === 'array') expect(schema.items).toBeDefined()
    if (schema.pattern !== undefined) expect(() => new RegExp(schema.pattern ?? '', 'u')).not.toThrow()
    if (schema.$ref !== undefined) expect(schema.$ref).toBe('#/components/schemas/Error')
  }
  expect(JSON.stringify(document)).not.toContain('$schema')
})

test('bodies take no unknown field, and replies may get more', () => {
  const paths = document.paths
  const body = paths['/v1/shops']?.post?.requestBody?.content['application/json']?.schema
  const reply = paths['/v1/shops']?.post?.responses['201']?.content?.['application/json']?.schema
  expect(body).toMatchObject({ type: 'object', additionalProperties: false, required: ['shopId', 'name'] })
  expect(reply).not.toHaveProperty('additionalProperties')
})

test('a field with a default is not required of the caller', () => {
  const limit = document.paths['/v1/shops']?.get?.parameters.find(({ name }) => name === 'limit')
  expect(limit).toMatchObject({ in: 'query', required: false, schema: { type: 'integer', default: 20 } })
})

test('a reply that is no JSON says what it is, and a paged one where its next page is named', () => {
  const successOf = (id: string) =>
    operations.find(({ operation }) => operation.operationId === id)?.operation.responses['200']
  expect(successOf('export-orders')).toMatchObject({
    headers: { link: { schema: { type: 'string' } } },
    content: { 'text/csv': { schema: { type: 'string' } } },
  })
  expect(successOf('get-docs')?.content).toHaveProperty(['text/html'])
  expect(successOf('get-docs')).not.toHaveProperty('headers')
  expect(successOf('list-orders')?.content).toHaveProperty(['application/json'])
  expect(successOf('list-orders')).not.toHaveProperty('headers')
})
