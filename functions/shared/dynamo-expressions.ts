import type { Guard, RangeQuery, Write } from './storage.ts'

/** Names of the partition and sort key attributes of a table or index. */
export type AttributeNames = { readonly pk: string; readonly sk: string }

/** Collects `#names` and `:values` of one expression; every attribute is escaped, so no reserved word can bite. */
function placeholders() {
  const names: Record<string, string> = {}
  const values: Record<string, unknown> = {}
  return {
    name: (attribute: string) => {
      const placeholder = `#a${Object.keys(names).length}`
      names[placeholder] = attribute
      return placeholder
    },
    value: (value: unknown) => {
      const placeholder = `:v${Object.keys(values).length}`
      values[placeholder] = value
      return placeholder
    },
    /** DynamoDB refuses an empty map of names or values. */
    attributes: () => ({
      ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
      ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
    }),
  }
}
type Placeholders = ReturnType<typeof placeholders>

function condition(guards: readonly Guard[], at: Placeholders): string {
  return guards
    .map((guard) => {
      const name = at.name(guard.attribute)
      if (guard.is === 'present') return `attribute_exists(${name})`
      if (guard.is === 'absent') return `attribute_not_exists(${name})`
      return `${name} ${guard.is} ${at.value(guard.value)}`
    })
    .join(' AND ')
}

/** One write as an element of `TransactItems`. */
export function transactItem(write: Write, TableName: string) {
  const Key = { pk: write.key.pk, sk: write.key.sk }
  const at = placeholders()
  switch (write.kind) {
    case 'create': {
      const ConditionExpression = `attribute_not_exists(${at.name('pk')})`
      return { Put: { TableName, Item: { ...write.attributes, ...Key }, ConditionExpression, ...at.attributes() } }
    }
    case 'replace': {
      const ConditionExpression = `${at.name('version')} = ${at.value(write.atVersion)}`
      return { Put: { TableName, Item: { ...write.attributes, ...Key }, ConditionExpression, ...at.attributes() } }
    }
    case 'update': {
      const UpdateExpression = updateExpression(write, at)
      const guarded = write.guards?.length ? { ConditionExpression: condition(write.guards, at) } : {}
      return { Update: { TableName, Key, UpdateExpression, ...guarded, ...at.attributes() } }
    }
    case 'check':
      return {
        ConditionCheck: { TableName, Key, ConditionExpression: condition(write.guards, at), ...at.attributes() },
      }
    case 'remove': {
      const guarded = write.guards?.length ? { ConditionExpression: condition(write.guards, at) } : {}
      return { Delete: { TableName, Key, ...guarded, ...at.attributes() } }
    }
  }
}

function updateExpression(write: Extract<Write, { kind: 'update' }>, at: Placeholders): string {
  const sets = Object.entries(write.set ?? {}).map(([name, value]) => `${at.name(name)} = ${at.value(value)}`)
  const adds = Object.entries(write.add ?? {}).map(([name, value]) => `${at.name(name)} ${at.value(value)}`)
  if (sets.length + adds.length === 0) throw new RangeError(`Update ${write.name} changes nothing`)
  return [sets.length ? `SET ${sets.join(', ')}` : '', adds.length ? `ADD ${adds.join(', ')}` : ''].join(' ').trim()
}

/** Key condition of a query over one partition. */
export function rangeExpression(range: RangeQuery, names: AttributeNames) {
  const at = placeholders()
  const partition = `${at.name(names.pk)} = ${at.value(range.pk)}`
  return { KeyConditionExpression: [partition, ...sortCondition(range, names, at)].join(' AND '), ...at.attributes() }
}

function sortCondition(range: RangeQuery, names: AttributeNames, at: Placeholders): string[] {
  if (!range.sk) return []
  if ('beginsWith' in range.sk) return [`begins_with(${at.name(names.sk)}, ${at.value(range.sk.beginsWith)})`]
  return [`${at.name(names.sk)} BETWEEN ${at.value(range.sk.from)} AND ${at.value(range.sk.to)}`]
}

/** A cursor that was not made by us, or for another query. */
export class InvalidCursor extends Error {}

/** A page's end as opaque text. The partition is left out: it comes from the query, so a cursor opens no other one. */
export function encodeCursor(last: Readonly<Record<string, unknown>>, names: AttributeNames): string {
  const position = names.pk === 'pk' ? [last.sk] : [last[names.sk], last.pk, last.sk]
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

export function decodeCursor(cursor: string, range: RangeQuery, names: AttributeNames): Record<string, string> {
  const position = parsePosition(cursor)
  if (names.pk === 'pk') {
    const [sk, ...rest] = position
    if (sk === undefined || rest.length > 0 || !isInRange(sk, range)) throw new InvalidCursor()
    return { pk: range.pk, sk }
  }
  const [indexSk, pk, sk, ...rest] = position
  if (indexSk === undefined || pk === undefined || sk === undefined || rest.length > 0) throw new InvalidCursor()
  if (!isInRange(indexSk, range)) throw new InvalidCursor()
  return { [names.pk]: range.pk, [names.sk]: indexSk, pk, sk }
}

function isInRange(sk: string, range: RangeQuery): boolean {
  if (!range.sk) return true
  return 'beginsWith' in range.sk ? sk.startsWith(range.sk.beginsWith) : sk >= range.sk.from && sk <= range.sk.to
}

/** Half of a surrogate pair is in no key of ours, and no call to DynamoDB can carry one. */
const isKeyText = (part: unknown) => typeof part === 'string' && part.length > 0 && part.isWellFormed()

/** What a cursor holds: texts that can be keys. Throws InvalidCursor for anything else. */
export function parsePosition(cursor: string): string[] {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(position) && position.every(isKeyText)) return position
  } catch {
    // falls through: not JSON is as foreign as JSON of another form
  }
  throw new InvalidCursor()
}
