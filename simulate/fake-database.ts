import { assertTransaction } from '../functions/shared/dynamo-database.ts'
import { type Database, getManyMax, type Item, type Outcome, type Write } from '../functions/shared/storage.ts'
import { type Change, createFakeTables, type FakeTables } from './fake-tables.ts'
import type { Faults } from './faults.ts'
import { frozenCopy } from './plain-value.ts'
import type { Random } from './random.ts'
import type { Trace } from './trace.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** No answer came in time. What was asked may have happened. */
export class DatabaseTimeOut extends Error {}

export type FakeDatabase = Database & {
  /** Everything as it stands, for who stands outside of the simulation. */
  readonly tables: FakeTables
  /** Tells of every change from now on, in the order in which they were written: a table's stream. */
  onChange(listener: (change: Change) => void): void
}

type Options = {
  readonly clock: Pick<VirtualClock, 'sleep' | 'after'>
  readonly random: Random
  readonly faults: Faults
  readonly trace?: Trace
}

/**
 * The database over maps, for the simulation: the answers of the real one, after some virtual time, and what can go wrong
 * with it. Between the preparation of a transaction and its commit others meet its items locked.
 */
export function createFakeDatabase(options: Options): FakeDatabase {
  const tables = createFakeTables()
  const listeners: ((change: Change) => void)[] = []
  const way = createWay(options)
  const locked = new Set<string>()

  const commit = (changes: readonly Change[]) => {
    for (const change of changes) {
      tables.apply(change)
      way.toIndexes(() => tables.show(change.key))
    }
    for (const change of changes) for (const listener of listeners) listener(change)
  }
  return {
    tables,
    onChange: (listener) => void listeners.push(listener),
    async get(key) {
      await way.toRead()
      return tables.get(key)
    },
    async getMany(keys) {
      if (keys.length > getManyMax) throw new RangeError(`At most ${getManyMax} keys at once, not ${keys.length}`)
      await way.toRead()
      const items: (Item | undefined)[] = []
      for (const key of keys) {
        // A batch is no snapshot: a transaction may be committed between two of its reads.
        await way.betweenReads()
        items.push(tables.get(key))
      }
      return items
    },
    async query(range) {
      await way.toRead()
      return tables.query(range)
    },
    async transact(writes) {
      assertTransaction(writes)
      const sent = writes.map(copied)
      const outcome = await way.toWrite(() => transact(sent, tables, locked, way.window, commit))
      options.trace?.note(`${describe(outcome)}: ${writes.map(inShort).join(', ')}`)
      return outcome
    },
  }
}

async function transact(
  writes: readonly Write[],
  tables: FakeTables,
  locked: Set<string>,
  window: () => Promise<void>,
  commit: (changes: readonly Change[]) => void,
): Promise<Outcome> {
  const ids = writes.map(({ key }) => `${key.table} ${key.pk} ${key.sk}`)
  if (ids.some((id) => locked.has(id))) return { kind: 'conflict' }
  const prepared = tables.prepare(writes)
  if ('refused' in prepared) return { kind: 'refused', names: prepared.refused }
  for (const id of ids) locked.add(id)
  await window()
  commit(prepared.changes)
  for (const id of ids) locked.delete(id)
  return { kind: 'written' }
}

/** The way from a function to the tables and back: how long it takes and what is lost on it. */
function createWay({ clock, random, faults }: Options) {
  const latencyMs = () => (random.chance(faults.slow) ? random.int(faults.slowMaxMs) : random.int(faults.latencyMaxMs))
  const wait = (ms: number) => (ms > 0 ? clock.sleep(ms) : undefined)
  return {
    async toRead() {
      await wait(latencyMs())
      if (random.chance(faults.lostRead)) throw new DatabaseTimeOut('No answer to a read')
    },
    betweenReads: () => (random.chance(faults.slow) ? wait(latencyMs()) : undefined),
    async window() {
      await wait(latencyMs())
    },
    async toWrite(write: () => Promise<Outcome>): Promise<Outcome> {
      await wait(latencyMs())
      if (random.chance(faults.lostRequest)) throw new DatabaseTimeOut('A transaction never arrived')
      if (random.chance(faults.conflict + faults.throttle)) return { kind: 'conflict' }
      const outcome = await write()
      await wait(latencyMs())
      if (random.chance(faults.lostAnswer)) throw new DatabaseTimeOut(`The answer "${outcome.kind}" was lost`)
      return outcome
    },
    toIndexes(show: () => void) {
      if (random.chance(faults.indexLag)) clock.after(random.int(faults.indexLagMaxMs), show)
      else show()
    },
  }
}

/** The write as it is now, whatever becomes of the caller's objects while it is on its way. */
function copied(write: Write): Write {
  switch (write.kind) {
    case 'create':
    case 'replace':
      return { ...write, attributes: frozenCopy(write.attributes) }
    case 'update':
      return { ...write, ...(write.set ? { set: frozenCopy(write.set) } : {}) }
    case 'check':
    case 'remove':
      return write
  }
}

const describe = (outcome: Outcome) =>
  outcome.kind === 'refused' ? `refused (${outcome.names.join(', ')})` : outcome.kind

const inShort = ({ kind, key }: Write) => `${kind} ${key.table} ${key.pk} ${key.sk}`
