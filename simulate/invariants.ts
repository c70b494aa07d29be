import { chainViolations } from './chain-invariants.ts'
import { eventViolations } from './event-invariants.ts'
import { figureViolations } from './figure-invariants.ts'
import { type FullRead, readAll } from './full-read.ts'
import { moneyViolations } from './money-invariants.ts'
import { stockViolations } from './stock-invariants.ts'
import type { World } from './world.ts'

/** Everything that is not as it must be, each in a sentence, after a full read of a world at rest. */
export function violations(read: FullRead, { wechat }: Pick<World, 'wechat'>): string[] {
  return [
    ...stockViolations(read),
    ...moneyViolations(read, wechat),
    ...eventViolations(read),
    ...figureViolations(read),
    ...chainViolations(read),
  ]
}

/** Reads everything and judges it; what cannot be read is a violation itself. */
export function judge(world: Pick<World, 'database' | 'wechat'>): { read?: FullRead; found: string[] } {
  try {
    const read = readAll(world.database.tables)
    return { read, found: violations(read, world) }
  } catch (error) {
    return { found: [`the tables cannot be read: ${String(error)}`] }
  }
}
