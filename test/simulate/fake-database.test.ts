import { expect, test } from 'vitest'
import type { Key, Write } from '../../functions/shared/storage.ts'
import { createFakeDatabase, DatabaseTimeOut } from '../../simulate/fake-database.ts'
import { type Faults, noFaults } from '../../simulate/faults.ts'
import { createRandom } from '../../simulate/random.ts'
import { createVirtualClock } from '../../simulate/virtual-clock.ts'

const key = (sk: string): Key => ({ table: 'orders', pk: 'P', sk })
const create = (sk: string): Write => ({
  kind: 'create',
  name: sk,
  key: key(sk),
  attributes: { duePk: 'DUE', dueAt: 't' },
})

function databaseWith(faults: Partial<Faults>) {
  const random = createRandom('any')
  const clock = createVirtualClock({ random, startMs: 0, eventsMax: 10_000 })
  return { clock, database: createFakeDatabase({ clock, random, faults: { ...noFaults, ...faults } }) }
}

test('of two transactions on one item at once, one is told of a conflict and writes nothing', async () => {
  const { clock, database } = databaseWith({ latencyMaxMs: 10 })
  const outcomes = await clock.run(() =>
    Promise.all([database.transact([create('a'), create('b')]), database.transact([create('b'), create('c')])]),
  )
  const kinds = outcomes.map(({ kind }) => kind).sort()
  expect(kinds).toEqual(['conflict', 'written'])
  expect([...database.tables.items('orders')]).toHaveLength(2)
})

test('a transaction whose answer is lost is written, one whose request is lost is not', async () => {
  const answer = databaseWith({ lostAnswer: 1 })
  await expect(answer.clock.run(() => answer.database.transact([create('a')]))).rejects.toThrow(DatabaseTimeOut)
  expect(answer.database.tables.get(key('a'))).toBeDefined()
  const request = databaseWith({ lostRequest: 1 })
  await expect(request.clock.run(() => request.database.transact([create('a')]))).rejects.toThrow(DatabaseTimeOut)
  expect(request.database.tables.get(key('a'))).toBeUndefined()
})

test('an index shows a write only later, and then as it is by then', async () => {
  const { clock, database } = databaseWith({ indexLag: 1, indexLagMaxMs: 1_000 })
  const due = () => database.query({ table: 'orders', index: 'due', pk: 'DUE', limit: 10 })
  const [early, late] = await clock.run(async () => {
    await database.transact([create('a')])
    const before = await due()
    await database.transact([{ kind: 'update', name: 'a', key: key('a'), set: { dueAt: 'u' } }])
    await clock.sleep(2_000)
    return [before, await due()]
  })
  expect(early?.items).toEqual([])
  expect(late?.items).toEqual([{ pk: 'P', sk: 'a', duePk: 'DUE', dueAt: 'u' }])
})

test('what is stored does not change with the object that it came from, and cannot be changed by a reader', async () => {
  const { clock, database } = databaseWith({})
  const attributes = { list: [1] }
  const item = await clock.run(async () => {
    await database.transact([{ kind: 'create', name: 'a', key: key('a'), attributes }])
    attributes.list.push(2)
    return database.get(key('a'))
  })
  expect(item).toEqual({ pk: 'P', sk: 'a', list: [1] })
  expect(() => Object.assign(item ?? {}, { list: [] })).toThrow(TypeError)
})
