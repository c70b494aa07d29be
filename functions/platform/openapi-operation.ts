import type { Contract } from '../shared/http/endpoint.ts'
import type { Route } from '../shared/rows.ts'
import { inputSchema, outputSchema } from './json-schema.ts'
import type { JsonSchema, Operation, Parameter, Response } from './openapi-types.ts'
import { rowRefusals } from './row-refusals.ts'
import { accessText } from './texts.ts'

/** One row as an operation. */
export function operation(row: Route, contract: Contract): Operation {
  const access = accessText(row)
  return {
    operationId: row.handler,
    tags: [row.context],
    summary: contract.summary,
    description: `${access.zh} / ${access.en}`,
    security: security(row),
    parameters: [...parameters('path', contract.path), ...parameters('query', contract.query)],
    ...(contract.body ? { requestBody: { required: true, content: json(inputSchema(contract.body)) } } : {}),
    responses: { [contract.status]: success(contract), ...refusalResponses(row, contract), 500: internalError },
  }
}

const json = (schema: JsonSchema) => ({ 'application/json': { schema } })

function security({ access, context }: Route): Operation['security'] {
  if (access === 'wechat') return [{ wechatPay: [] }]
  if (access !== 'public') return [{ session: [] }]
  return context === 'platform' ? [] : [{}, { session: [] }]
}

function parameters(where: 'path' | 'query', shape: Contract['path']): Parameter[] {
  if (!shape) return []
  const { properties = {}, required = [] } = inputSchema(shape)
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
  }))
}

const linkHeader = {
  link: { description: 'The next page, as `rel="next"`; absent on the last one.', schema: { type: 'string' } },
}

function success({ status, reply, replyType, query }: Contract): Response {
  if (status === 204) return { description: 'Done.' }
  const isPaged = replyType !== undefined && query !== undefined && 'cursor' in query.shape
  return {
    description: status === 201 ? 'Created.' : 'The answer.',
    ...(isPaged ? { headers: linkHeader } : {}),
    content: { [replyType ?? 'application/json']: { schema: outputSchema(reply) } },
  }
}

const errorSchema = (codes: readonly string[]): JsonSchema => ({
  allOf: [
    { $ref: '#/components/schemas/Error' },
    { type: 'object', properties: { error: { type: 'object', properties: { code: { enum: codes } } } } },
  ],
})

const internalError: Response = {
  description: 'A fault of the server; nothing internal is shown.',
  content: json(errorSchema(['internal_error'])),
}

/** Error replies by status, each with its codes and what they say in both languages. */
function refusalResponses(row: Route, contract: Contract): Record<string, Response> {
  const byStatus = Map.groupBy(Object.entries(rowRefusals(row, contract)), ([, text]) => text.status)
  return Object.fromEntries(
    [...byStatus].map(([status, refusals]) => [
      status,
      {
        description: refusals.map(([code, { zh, en }]) => `\`${code}\`: ${zh} ${en}`).join('\n\n'),
        content: json(errorSchema(refusals.map(([code]) => code))),
        'x-refusals': refusals.map(([code, { zh, en }]) => ({ code, zh, en })),
      },
    ]),
  )
}
