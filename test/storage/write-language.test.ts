import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attributes, Database, Guard, Key, Page, RangeQuery, Write } from '../../functions/shared/storage.ts'
import { createFakeDatabase } from '../../simulate/fake-database.ts'
import { noFaults } from '../../simulate/faults.ts'
import { createRandom } from '../../simulate/random.ts'
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../support/embedded-database.ts'

let engine: EmbeddedDatabase
beforeAll(async () => {
  engine = await startEmbeddedDatabase()
})
afterAll(() => engine.close())

function fake(): Database {
  const clock = { sleep: async () => undefined, after: (_ms: number, fire: () => void) => fire() }
  return createFakeDatabase({ clock, random: createRandom('any'), faults: noFaults })
}

/** Every history has partitions of its own, so that one engine serves them all. */
let histories = 0
const partition = (history: number, name: string) => `${history}/${name}`

/** One step of a history, as data, so that a counterexample can be read. */
type Step =
  | { readonly transact: readonly { readonly key: Key; readonly write: Unplaced }[] }
  | { readonly getMany: readonly Key[] }
  /** All pages of a query, one after another. */
  | { readonly walk: RangeQuery }

const smallNumber = fc.integer({ min: -1, max: 1 })
const text = fc.constantFrom('', 'a', 'b', 'ab', 'B', '～')
const scalar = fc.oneof(smallNumber, text, fc.boolean())
const value = fc.oneof(scalar, fc.constant(null), fc.array(scalar, { maxLength: 2 }), fc.record({ inner: scalar }))
const indexKeys = {
  duePk: fc.constantFrom('P', 'P', 'Q'),
  dueAt: fc.constantFrom('t1', 't2', 't21', 't3'),
}
const attributes: fc.Arbitrary<Attributes> = fc
  .record(
    { version: fc.integer({ min: 1, max: 2 }), count: smallNumber, label: value, ...indexKeys },
    { requiredKeys: ['count'] },
  )
  .map((given) => Object.fromEntries(Object.entries(given)))
const name = fc.constantFrom('count', 'count', 'label', 'dueAt', 'missing')
const guard: fc.Arbitrary<Guard> = fc.oneof(
  fc.record({ attribute: name, is: fc.constantFrom('present' as const, 'absent' as const) }),
  fc.record({ attribute: name, is: fc.constant('=' as const), value: scalar }),
  fc.record({
    attribute: name,
    is: fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const),
    value: fc.oneof(smallNumber, text),
  }),
)
/** Mostly few, or nearly everything is refused. */
const guards = fc.oneof({ weight: 2, arbitrary: fc.constant<Guard[]>([]) }, fc.array(guard, { maxLength: 2 }))
const place = fc.record({
  table: fc.constantFrom('orders' as const, 'orders' as const, 'payments' as const),
  pk: fc.constantFrom('P', 'P', 'P', 'Q'),
  sk: fc.constantFrom('a', 'ab', 'b', 'EVENT#1'),
})

const write: fc.Arbitrary<Unplaced> = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), attributes }),
  fc.record({ kind: fc.constant('replace' as const), attributes, atVersion: fc.integer({ min: 1, max: 2 }) }),
  fc.record({ kind: fc.constant('update' as const), set: attributes, guards }).filter(({ set }) => !isEmpty(set)),
  // Adding to an attribute that the same update sets is nothing that a store may do.
  fc.record({ kind: fc.constant('update' as const), add: fc.record({ count: smallNumber }), guards }),
  fc.record({
    kind: fc.constant('update' as const),
    set: fc.record({ label: value }),
    add: fc.record({ version: smallNumber, missing: smallNumber }),
    guards,
  }),
  fc.record({ kind: fc.constant('check' as const), guards: fc.array(guard, { minLength: 1, maxLength: 2 }) }),
  fc.record({ kind: fc.constant('remove' as const), guards }),
)
type Unplaced =
  | { kind: 'create'; attributes: Attributes }
  | { kind: 'replace'; attributes: Attributes; atVersion: number }
  | { kind: 'update'; set?: Attributes; add?: Record<string, number>; guards: Guard[] }
  | { kind: 'check' | 'remove'; guards: Guard[] }

const isEmpty = (set: Attributes) => Object.keys(set).length === 0

/** Keys and index keys inside of the history's own partitions. */
function placed(unplaced: Unplaced, key: Key, at: number, history: number): Write {
  const own = (given: Attributes) =>
    'duePk' in given ? { ...given, duePk: partition(history, String(given.duePk)) } : given
  const where = { name: `write ${at}`, key: { ...key, pk: partition(history, key.pk) } }
  if ('attributes' in unplaced) return { ...unplaced, ...where, attributes: own(unplaced.attributes) }
  if ('set' in unplaced && unplaced.set) return { ...unplaced, ...where, set: own(unplaced.set) }
  return { ...unplaced, ...where } as Write
}

const writes = (maxLength: number) =>
  fc.uniqueArray(fc.record({ key: place, write }), {
    minLength: 1,
    maxLength,
    selector: ({ key }) => `${key.table}/${key.pk}/${key.sk}`,
  })
const transaction = fc.record({ transact: fc.oneof({ weight: 2, arbitrary: writes(1) }, writes(4)) })

const reads: fc.Arbitrary<Step> = fc.record({ getMany: fc.array(place, { maxLength: 4 }) })

// No prefix differs from a key in case only: the embedded engine, unlike DynamoDB, would take them for the same.
const prefix = fc.constantFrom('a', 'b', 'EVENT#', 't', 't2', 'z')
const sortKey = fc.constantFrom('A', 'a', 'b', 'EVENT#', 't', 't2', 'z')
const range = fc.record({
  table: fc.constantFrom('orders' as const, 'orders' as const, 'payments' as const),
  pk: fc.constantFrom('P', 'P', 'P', 'Q'),
  index: fc.option(fc.constant('due'), { nil: undefined }),
  limit: fc.integer({ min: 1, max: 4 }),
  newestFirst: fc.boolean(),
  sk: fc.oneof(fc.constant(undefined), fc.record({ beginsWith: prefix }), fc.record({ from: sortKey, to: sortKey })),
})
const walk: fc.Arbitrary<Step> = range.map(({ index, sk, ...rest }) => ({
  walk: { ...rest, ...(index === undefined ? {} : { index }), ...(sk === undefined ? {} : { sk }) },
}))

function run(step: Step, db: Database, history: number): Promise<unknown> {
  if ('transact' in step) return db.transact(step.transact.map(({ key, write }, at) => placed(write, key, at, history)))
  if ('getMany' in step) return db.getMany(step.getMany.map((key) => ({ ...key, pk: partition(history, key.pk) })))
  return allPages(db, { ...step.walk, pk: partition(history, step.walk.pk) })
}

async function allPages(db: Database, query: RangeQuery): Promise<Page[]> {
  const pages = [await db.query(query)]
  for (let cursor = pages[0]?.cursor; cursor !== undefined; cursor = pages.at(-1)?.cursor)
    pages.push(await db.query({ ...query, cursor }))
  return pages
}

/** What a step came to. How a defect of the caller is worded is the engine's own affair. */
async function outcome(step: Step, db: Database, history: number): Promise<unknown> {
  try {
    return await run(step, db, history)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return 'threw'
  }
}

describe('the fake database of the simulator', () => {
  test('answers every history of writes and reads as the real one does', async () => {
    const steps = fc.array(fc.oneof({ weight: 3, arbitrary: transaction }, reads, walk), {
      minLength: 1,
      maxLength: 60,
      size: 'max',
    })
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const history = histories++
        const fakeDatabase = fake()
        for (const step of list) {
          const real = await outcome(step, engine.database, history)
          expect(await outcome(step, fakeDatabase, history)).toEqual(real)
        }
      }),
      { numRuns: 50 },
    )
  }, 60_000)
})

const key = (sk: string): Key => ({ table: 'orders', pk: partition(histories, 'contract'), sk })

describe.each([
  ['the real database', () => engine.database],
  ['the fake database', fake],
])('%s', (_name, open) => {
  test('writes nothing of a transaction of which one condition fails, and names that one', async () => {
    histories++
    const db = open()
    await db.transact([{ kind: 'create', name: 'first', key: key('there'), attributes: { version: 1 } }])
    const outcome = await db.transact([
      { kind: 'create', name: 'fine', key: key('new'), attributes: {} },
      { kind: 'replace', name: 'stale', key: key('there'), attributes: { version: 3 }, atVersion: 2 },
    ])
    expect(outcome).toEqual({ kind: 'refused', names: ['stale'] })
    expect(await db.getMany([key('new'), key('there')])).toEqual([undefined, { ...bare('there'), version: 1 }])
  })

  test('holds a comparison with an absent attribute for false', async () => {
    histories++
    const db = open()
    const below: Guard = { attribute: 'onHand', is: '<', value: 5 }
    expect(await db.transact([{ kind: 'check', name: 'below', key: key('none'), guards: [below] }])).toEqual({
      kind: 'refused',
      names: ['below'],
    })
  })

  test.each([
    ['<', [true, false, false]],
    ['<=', [true, true, false]],
    ['=', [false, true, false]],
    ['>=', [false, true, true]],
    ['>', [false, false, true]],
  ] as const)('compares with %s, numbers with numbers and text with text', async (is, expected) => {
    histories++
    const db = open()
    await db.transact([{ kind: 'create', name: 'item', key: key('item'), attributes: { n: 10, s: 'b10' } }])
    const hold = async (attribute: string, values: readonly (string | number)[]) => {
      const answers: boolean[] = []
      for (const value of values) {
        const guards = [{ attribute, is, value }]
        const { kind } = await db.transact([{ kind: 'check', name: 'guard', key: key('item'), guards }])
        answers.push(kind === 'written')
      }
      return answers
    }
    expect(await hold('n', [11, 10, 9])).toEqual(expected)
    expect(await hold('s', ['b2', 'b10', 'b'])).toEqual(expected)
    expect([...(await hold('n', ['9'])), ...(await hold('s', [9]))]).toEqual([false, false])
  })

  test('counts from nothing where there is no item', async () => {
    histories++
    const db = open()
    await db.transact([{ kind: 'update', name: 'count', key: key('counter'), add: { sold: 3 } }])
    expect(await db.get(key('counter'))).toEqual({ ...bare('counter'), sold: 3 })
  })

  test.each([
    ['an attribute set to undefined', { kind: 'update', set: { label: undefined } }],
    ['an undefined field in an attribute', { kind: 'create', attributes: { label: { inner: undefined } } }],
    ['an index key that is no text', { kind: 'create', attributes: { duePk: 'P', dueAt: 1 } }],
    ['an update of nothing', { kind: 'update' }],
    ['a check of nothing', { kind: 'check', guards: [] }],
  ])('throws for %s', async (_what, write) => {
    histories++
    const db = open()
    await expect(db.transact([{ ...write, name: 'wrong', key: key('x') } as unknown as Write])).rejects.toThrow()
    expect(await db.get(key('x'))).toBeUndefined()
  })

  test('throws for a transaction with one item twice', async () => {
    const twice = (name: string): Write => ({ kind: 'create', name, key: key('x'), attributes: {} })
    await expect(open().transact([twice('one'), twice('two')])).rejects.toThrow(RangeError)
  })
})

const bare = (sk: string) => ({ pk: partition(histories, 'contract'), sk })
