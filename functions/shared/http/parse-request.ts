import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import type * as z from 'zod'
import { Refused } from './refusals.ts'

/** Largest body of a request: a product with all its texts and variants fits many times over. */
export const bodyBytesMax = 64 * 1024

export type HeaderMap = Readonly<Record<string, string | undefined>>

/** The body's bytes as they were sent. */
export function rawBody(event: APIGatewayProxyEventV2): Buffer {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8')
  if (body.length > bodyBytesMax) throw new Refused('body_too_large', 'body', `(≤ ${bodyBytesMax} bytes)`)
  return body
}

/** Parses a part of the request by its shape. Throws Refused naming the first field at fault, e.g. `body.lines.0.skuId`. */
export function parsePart<Shape extends z.ZodType>(
  shape: Shape | undefined,
  part: 'path' | 'query' | 'body',
  value: unknown,
): z.output<Shape> | undefined {
  if (!shape) return undefined
  const parsed = shape.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const unknownField = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  const field = [part, ...(issue?.path ?? []), ...unknownField].map((name) => String(name).slice(0, 64)).join('.')
  throw new Refused('invalid_request', field, `(${describeIssue(issue)})`)
}

/** What is wrong with a field, in the shape's own terms and without repeating the value. */
function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  switch (issue?.code) {
    case 'unrecognized_keys':
      return 'unknown field'
    case 'invalid_type':
      return `expected ${issue.expected}`
    case 'too_small':
      return `≥ ${issue.minimum}`
    case 'too_big':
      return `≤ ${issue.maximum}`
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`
    case 'invalid_format':
      return `format: ${issue.pattern ?? issue.format}`
    case 'custom':
      return issue.message
    default:
      return 'not valid'
  }
}

/** The body as JSON. An endpoint without a body shape takes none. */
export function parseBody<Shape extends z.ZodType>(shape: Shape | undefined, headers: HeaderMap, body: Buffer) {
  if (!shape) return undefined
  const mediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (body.length > 0 && mediaType !== 'application/json') throw new Refused('unsupported_media_type', 'content-type')
  return parsePart(shape, 'body', parseJson(body))
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new Refused('malformed_json', 'body')
  }
}
