import { createHash } from 'node:crypto'

/**
 * SHA-256 of a parsed request body, the same for the same fields in any order. Kept on what the body created, so that
 * the same id with another body is told from the same request sent again.
 */
export const fingerprint = (body: unknown): string => createHash('sha256').update(canonical(body)).digest('base64url')

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined)
    fields.sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`
  }
  return JSON.stringify(value)
}
