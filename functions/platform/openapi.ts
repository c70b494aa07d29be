import { routes } from '../routes.ts'
import { ErrorBody } from '../shared/http/replies.ts'
import { contexts, type Route } from '../shared/rows.ts'
import { contracts } from './contracts.ts'
import { outputSchema } from './json-schema.ts'
import { operation } from './openapi-operation.ts'
import type { OpenApiDocument, PathItem } from './openapi-types.ts'
import { contextTexts } from './texts.ts'

const description = [
  'Huitou (回头) is the back end of WeChat micro-shops.',
  'Amounts are whole fen, rates are basis points, times are ISO 8601 in UTC.',
  'An id is a prefix and a ULID. Whoever creates something makes its id: the same id with the same body gets the first ' +
    'answer again, the same id with another body is refused. So every request may be sent again.',
  'The API and the pictures stand behind the address of the console too: a `path` of a picture, `/images/…`, belongs to ' +
    'that address, and who calls the API there needs one address for both. A picture never changes under its path.',
  'Errors have one form; `message` is Chinese unless `Accept-Language` prefers English. ' +
    'Every reply has the header `x-request-id`.',
].join('\n\n')

/** The API as OpenAPI 3.1, made from the rows and their contracts. Throws for a row without a contract. */
export function openApiDocument(): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: { title: 'Huitou', version: '1', description, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    tags: contexts.map((name) => ({ name, description: `${contextTexts[name].zh} / ${contextTexts[name].en}` })),
    paths: paths(routes),
    components: {
      schemas: { Error: outputSchema(ErrorBody) },
      securitySchemes: {
        session: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'The access token of a session, good for two hours.',
        },
        wechatPay: {
          type: 'apiKey',
          in: 'header',
          name: 'Wechatpay-Signature',
          description: 'Signature of WeChat Pay (APIv3) over the time, nonce and body.',
        },
      },
    },
  }
}

function paths(rows: readonly Route[]): Record<string, PathItem> {
  const byPath = Map.groupBy(rows, (row) => row.path)
  return Object.fromEntries([...byPath].map(([path, ofPath]) => [path, pathItem(ofPath)]))
}

const pathItem = (rows: readonly Route[]): PathItem =>
  Object.fromEntries(rows.map((row) => [row.method.toLowerCase(), operation(row, contractOf(row))]))

function contractOf(row: Route) {
  const found = contracts[row.context][row.handler]
  if (!found) throw new Error(`The row ${row.handler} has no contract`)
  return found.contract
}
