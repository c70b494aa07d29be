import type { Guard, Item, Value, Write } from '../functions/shared/storage.ts'

/** A request that DynamoDB refuses as such, whatever is stored: a defect of the caller. */
export class InvalidRequest extends Error {}

/** Whether the write's condition holds for the item as it stands. */
export function holds(write: Write, item: Item | undefined): boolean {
  switch (write.kind) {
    case 'create':
      return item === undefined
    case 'replace':
      return item?.version === write.atVersion
    case 'update':
    case 'check':
    case 'remove':
      return (write.guards ?? []).every((guard) => guardHolds(guard, item))
  }
}

function guardHolds(guard: Guard, item: Item | undefined): boolean {
  const stored = item?.[guard.attribute]
  switch (guard.is) {
    case 'present':
      return stored !== undefined
    case 'absent':
      return stored === undefined
    case '=':
      return stored === guard.value
    case '<':
      return compare(stored, guard.value, (order) => order < 0)
    case '<=':
      return compare(stored, guard.value, (order) => order <= 0)
    case '>':
      return compare(stored, guard.value, (order) => order > 0)
    case '>=':
      return compare(stored, guard.value, (order) => order >= 0)
  }
}

/** An absent attribute, or one of another type, is neither less nor more. */
function compare(stored: Value | undefined, value: Value, isMet: (order: number) => boolean): boolean {
  if (typeof stored === 'number' && typeof value === 'number') return isMet(stored - value)
  if (typeof stored === 'string' && typeof value === 'string') return isMet(compareText(stored, value))
  return false
}

/** Order of sort keys and strings. DynamoDB's order of bytes, for all text without characters beyond 16 bits. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** Throws for a write that DynamoDB would not even look at. */
export function assertValid(write: Write): void {
  if (write.key.pk === '' || write.key.sk === '') throw new InvalidRequest(`${write.name}: an empty key`)
  if ('guards' in write) for (const guard of write.guards ?? []) assertGuard(write, guard)
  if (write.kind === 'check' && write.guards.length === 0) throw new InvalidRequest(`${write.name} checks nothing`)
  if (write.kind === 'update') assertUpdate(write)
}

function assertGuard(write: Write, guard: Guard): void {
  if ('value' in guard && guard.is !== '=' && typeof guard.value === 'boolean')
    throw new InvalidRequest(`${write.name} puts a boolean in an order`)
}

function assertUpdate(write: Extract<Write, { kind: 'update' }>): void {
  const names = [...Object.keys(write.set ?? {}), ...Object.keys(write.add ?? {})]
  if (names.length === 0) throw new InvalidRequest(`Update ${write.name} changes nothing`)
  if (new Set(names).size < names.length) throw new InvalidRequest(`Update ${write.name} sets and adds one attribute`)
  if (names.includes('pk') || names.includes('sk')) throw new InvalidRequest(`Update ${write.name} changes the key`)
}
