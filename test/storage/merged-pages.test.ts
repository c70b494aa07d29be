import fc from 'fast-check'
import { expect, test } from 'vitest'
import { InvalidCursor } from '../../functions/shared/dynamo-expressions.ts'
import { type MergedList, mergedPage } from '../../functions/shared/merged-pages.ts'
import type { Item, Reader, Write } from '../../functions/shared/storage.ts'
import { memoryDatabase } from '../http-frame/world.ts'

const list: MergedList = {
  table: 'orders',
  index: 'by-shop',
  pks: ['A', 'B', 'C'],
  sortKey: 'placedSk',
  sk: { from: '0', to: '~' },
  newestFirst: true,
}
const keyOf = (number: number) => String(number).padStart(4, '0')
const place = (number: number, pk: string): Write => ({
  kind: 'create',
  name: `item ${number}`,
  key: { table: 'orders', pk: `ITEM#${number}`, sk: 'ITEM' },
  attributes: { shopShardPk: pk, placedSk: keyOf(number) },
})
async function databaseWith(writes: readonly Write[]) {
  const db = memoryDatabase()
  for (const write of writes) await db.transact([write])
  return db
}
const keys = (items: readonly Item[]) => items.map((item) => String(item.placedSk))

/** Every page until there is no other. */
async function pages(db: Reader, of: MergedList, limit: number, between?: (page: number) => Promise<unknown>) {
  const found: string[][] = []
  let next: { readonly cursor?: string } = {}
  do {
    const { items, ...rest } = await mergedPage(db, of, { limit, ...next })
    found.push(keys(items))
    if (found.length > 100) throw new Error('The pages do not end')
    next = rest
    await between?.(found.length)
  } while (next.cursor !== undefined)
  return found
}

/** A database that ends its pages early, as DynamoDB does after 1 MB. */
const endingEarly = (db: Reader, itemsMax: number): Reader => ({
  ...db,
  query: (range) => db.query({ ...range, limit: Math.min(range.limit, itemsMax) }),
})

test('every item comes once, in order, in full pages, for any page size, range and spread over the partitions', async () => {
  const spread = fc.array(fc.constantFrom('A', 'B', 'C', 'elsewhere'), { maxLength: 40 })
  const some = fc.record({
    spread,
    limit: fc.integer({ min: 1, max: 12 }),
    newestFirst: fc.boolean(),
    bounds: fc.tuple(fc.nat(45), fc.nat(45)),
    itemsMax: fc.integer({ min: 1, max: 20 }),
  })
  await fc.assert(
    fc.asyncProperty(some, async ({ spread, limit, newestFirst, bounds, itemsMax }) => {
      const db = await databaseWith(spread.map((pk, number) => place(number, pk)))
      const sk = { from: keyOf(Math.min(...bounds)), to: keyOf(Math.max(...bounds)) }
      const found = await pages(endingEarly(db, itemsMax), { ...list, sk, newestFirst }, limit)
      const wanted = spread.flatMap((pk, number) => {
        const key = keyOf(number)
        return pk !== 'elsewhere' && key >= sk.from && key <= sk.to ? [key] : []
      })
      expect(found.flat()).toEqual(newestFirst ? wanted.toReversed() : wanted)
      for (const page of found.slice(0, -1)) expect(page).toHaveLength(limit)
      if (found.length > 1) expect(found.at(-1)).not.toEqual([])
    }),
  )
})

test('what comes and goes between two pages makes no item come twice, and hides none of the others', async () => {
  const moves = fc.record({
    limit: fc.integer({ min: 1, max: 5 }),
    gone: fc.uniqueArray(fc.nat(19), { maxLength: 6 }),
    come: fc.uniqueArray(fc.integer({ min: 20, max: 39 }), { maxLength: 6 }),
    atPage: fc.integer({ min: 1, max: 5 }),
  })
  await fc.assert(
    fc.asyncProperty(moves, async ({ limit, gone, come, atPage }) => {
      // Those that are there are the even places; new ones come between and before them.
      const at = (number: number, write = place(number * 2, 'ABC'[number % 3] ?? 'A')) => write
      const db = await databaseWith(Array.from({ length: 20 }, (_, number) => at(number)))
      const found = await pages(db, list, limit, async (page) => {
        if (page !== atPage) return
        for (const number of gone) await db.transact([{ kind: 'remove', name: 'gone', key: at(number).key }])
        for (const number of come) await db.transact([place(number * 2 - 39, 'B')])
      })
      const all = found.flat()
      expect(new Set(all).size).toBe(all.length)
      expect(all).toEqual(all.toSorted().toReversed())
      const stayed = Array.from({ length: 20 }, (_, number) => number).filter((number) => !gone.includes(number))
      expect(all).toEqual(expect.arrayContaining(stayed.map((number) => keyOf(number * 2))))
    }),
  )
})

test('a cursor is good for its own list only', async () => {
  const db = await databaseWith(Array.from({ length: 9 }, (_, number) => place(number, 'ABC'[number % 3] ?? 'A')))
  const { cursor } = await mergedPage(db, list, { limit: 4 })
  if (cursor === undefined) throw new Error('There is more')
  const others: MergedList[] = [
    { ...list, pks: ['D', 'E', 'F'] },
    { ...list, pks: ['A', 'B'] },
    { ...list, sk: { from: '0', to: '0008' } },
    { ...list, newestFirst: false },
  ]
  for (const other of others)
    await expect(mergedPage(db, other, { limit: 4, cursor })).rejects.toBeInstanceOf(InvalidCursor)
  const { items } = await mergedPage(db, list, { limit: 3, cursor })
  expect(keys(items)).toEqual(['0004', '0003', '0002'])
})

test('a cursor that somebody made up is refused', async () => {
  const db = await databaseWith([place(1, 'A'), place(2, 'A')])
  const { cursor = '' } = await mergedPage(db, list, { limit: 1 })
  const [, of] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, string]
  const made = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url')
  for (const wrong of [
    'x',
    '',
    made([of]),
    made(['0001']),
    made(['0001', of, of]),
    made([' ', of]),
    made(['\ud800', of]),
  ])
    await expect(mergedPage(db, list, { limit: 1, cursor: wrong })).rejects.toBeInstanceOf(InvalidCursor)
})
