import { expect, test } from 'vitest'
import type { Database, Write } from '../../functions/shared/storage.ts'
import { batchedDatabase } from '../../local/replay/batched-database.ts'
import { createFakeDatabase } from '../../simulate/fake-database.ts'
import { noFaults } from '../../simulate/faults.ts'
import { createRandom } from '../../simulate/random.ts'
import { createVirtualClock } from '../../simulate/virtual-clock.ts'

/** Tables that count what they are asked. */
function counted() {
  const random = createRandom('batches')
  const clock = createVirtualClock({ random, startMs: 0, eventsMax: 10_000 })
  const db = createFakeDatabase({ clock, random, faults: noFaults })
  const calls = { reads: 0, transactions: 0 }
  const counting: Database = {
    ...db,
    getMany: (keys) => {
      calls.reads++
      return db.getMany(keys)
    },
    transact: (writes) => {
      calls.transactions++
      return db.transact(writes)
    },
  }
  return { db: batchedDatabase(counting), calls }
}

const keyOf = (sk: number) => ({ table: 'referrals', pk: 'a', sk: String(sk) }) as const
const create = (sk: number): Write => ({ kind: 'create', name: 'item', key: keyOf(sk), attributes: { value: sk } })
const numbers = Array.from({ length: 150 }, (_, at) => at)

test('what is asked in one turn is written and read in as few calls as hold it, each with its own answer', async () => {
  const { db, calls } = counted()
  const outcomes = await Promise.all(numbers.map((sk) => db.transact([create(sk)])))
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['written']))
  const items = await Promise.all(numbers.map((sk) => db.get(keyOf(sk))))
  expect(items.map((item) => item?.value)).toEqual(numbers)
  expect(calls).toEqual({ reads: 2, transactions: 2 })
})

test('of transactions sent together one is refused and the others are written', async () => {
  const { db } = counted()
  await db.transact([create(1)])
  const outcomes = await Promise.all([0, 1, 2].map((sk) => db.transact([create(sk)])))
  expect(outcomes).toEqual([{ kind: 'written' }, { kind: 'refused', names: ['item'] }, { kind: 'written' }])
})

test('transactions that share an item follow each other', async () => {
  const { db } = counted()
  const outcomes = await Promise.all([1, 1].map((sk) => db.transact([create(sk)])))
  expect(outcomes.map(({ kind }) => kind)).toEqual(['written', 'refused'])
})
