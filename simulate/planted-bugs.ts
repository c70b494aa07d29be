import { unbroken } from '../domain/referrals/standing.ts'
import type { Attributes, Database, Item, Value, Write } from '../functions/shared/storage.ts'
import type { Tamper } from './server.ts'

/**
 * Mistakes as somebody could make them, planted between the code and the tables, so that the code itself has no hooks.
 * The simulator is worth something only if it finds each of them.
 */
export const plantedBugs = {
  /** Stock is taken without looking whether it is there. */
  'no stock condition': (_row, db) =>
    withWrites(db, (write) =>
      write.kind === 'update' && /^STOCK#|^SHARD$/.test(write.key.sk) ? { ...write, guards: [] } : write,
    ),

  /** A consumer books an event again that it has booked before. */
  'no event claim': (row, db) => (row === 'book-commissions' ? forgettingWhatCame(db) : db),

  /** The same order, sent again, is placed again. */
  'no idempotency': (row, db) => (row === 'place-order' ? forgetful(db, 'ORDER') : db),

  /** Money that comes after the cancellation changes nothing. */
  'late payment lost': (row, db) =>
    row === 'settle-payments'
      ? withReads(db, (item) =>
          item?.status === 'cancelled'
            ? { ...item, status: 'cancelled_refunding', transactionId: 'none', latePaidAt: String(item.cancelledAt) }
            : item,
        )
      : db,

  /** The commission is rounded to ten fen when it is released, after it was rounded to one when it accrued. */
  'commission rounded twice': (row, db) =>
    row === 'book-commissions'
      ? withTransactions(db, (writes) => (isRelease(writes) ? writes.map(roundedAgain) : writes))
      : db,

  /** Who has left the referrals, or was suspended, is credited as before. */
  'standing not looked at': (row, db) => (row === 'place-order' ? takingAllForReferrers(db) : db),
} as const satisfies Readonly<Record<string, Tamper>>
export type PlantedBug = keyof typeof plantedBugs

const withTransactions = (db: Database, change: (writes: readonly Write[]) => readonly Write[]): Database => ({
  ...db,
  transact: (writes) => db.transact(change(writes)),
})

const withWrites = (db: Database, change: (write: Write) => Write): Database =>
  withTransactions(db, (writes) => writes.map(change))

const withReads = (db: Database, change: (item: Item | undefined) => Item | undefined): Database => ({
  ...db,
  get: async (key) => change(await db.get(key)),
})

/** Does not see items of the kind, and writes them over whatever is there; their events too. */
function forgetful(db: Database, skPrefix: string): Database {
  const reading = withReads(db, (item) => (item?.sk.startsWith(skPrefix) ? undefined : item))
  return withWrites(reading, (write) => {
    const { sk } = write.key
    if (write.kind !== 'create' || !(sk.startsWith(skPrefix) || sk.startsWith('EVENT#'))) return write
    return { kind: 'update', name: write.name, key: write.key, set: write.attributes }
  })
}

/** Takes each event of an order for a new one, and writes its entry over the one that is there. */
function forgettingWhatCame(db: Database): Database {
  const reading = withReads(db, (item) => (item?.sk === 'STATE' ? { ...item, isPaid: false, refundNos: [] } : item))
  return withWrites(reading, (write) =>
    write.kind === 'create' && write.key.sk.startsWith('ENTRY#')
      ? { kind: 'update', name: write.name, key: write.key, set: write.attributes }
      : write,
  )
}

/** Sees no member who takes no part. Referrers are read many at once. */
const takingAllForReferrers = (db: Database): Database => ({
  ...db,
  getMany: async (keys) =>
    (await db.getMany(keys)).map((item) => (item?.sk === 'MEMBER' ? { ...item, standing: unbroken } : item)),
})

const isRelease = (writes: readonly Write[]) => writes.some(({ key }) => /^ENTRY#.*#released$/.test(key.sk))

const rounded = (fen: number) => Math.round(fen / 10) * 10

/** The amounts of a booking, in the entry and in the balances alike. */
const roundedAgain = (write: Write): Write =>
  (write.kind === 'create' || write.kind === 'replace') && write.key.sk !== 'STATE'
    ? { ...write, attributes: roundedAmounts(write.attributes) as Attributes }
    : write

function roundedAmounts(value: Value): Value {
  if (Array.isArray(value)) return value.map(roundedAmounts)
  if (value === null || typeof value !== 'object') return value
  const amount = (name: string, each: Value) =>
    typeof each === 'number' && name.endsWith('Fen') ? rounded(each) : roundedAmounts(each)
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, amount(name, each)]))
}
