import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'
import type { StreamConsumer } from '../../functions/shared/rows.ts'
import type { Item } from '../../functions/shared/storage.ts'
import { type Apply, streamHandler } from '../../functions/shared/stream.ts'
import { readTogether } from '../../functions/shared/stream-reader.ts'
import { keptWhenReady } from '../../functions/shared/when-ready.ts'
import { memoryDatabase } from '../http-frame/world.ts'
import { contextOf } from '../support/context.ts'
import { batchOf } from '../support/stream-batch.ts'

const Happened = z.object({ type: z.enum(['bought', 'returned']), of: z.string() })
type Happened = z.infer<typeof Happened>

/** A row that takes the events of these types. */
const rowOf = (name: string, ...events: Happened['type'][]): StreamConsumer => ({
  kind: 'stream',
  name,
  context: 'orders',
  source: 'orders',
  events,
  writes: ['orders'],
  alarm: 'Never.',
})

/** The event of that number, as its table holds it. */
const eventItem = (number: number, type: Happened['type'], of = 'a'): Item => {
  const eventId = `${of}#${number}`
  return { pk: of, sk: `EVENT#${number}`, eventId, eventNumber: number, eventType: type, event: { type, of } }
}

/** Consumers that count their events, each under a claim in the count's own transaction, behind one reader. */
function createReader(rows: readonly StreamConsumer[], fails: (consumer: string, eventId: string) => boolean) {
  const db = memoryDatabase()
  const context = contextOf(db, () => '2026-03-01T00:00:00.000Z')
  const applied: string[] = []
  const counting =
    ({ name }: StreamConsumer): Apply<Happened> =>
    async ({ eventId, event }, { db: own }) => {
      if (fails(name, eventId)) throw new Error('not now')
      const claim = { table: 'orders', pk: `CLAIM#${name}`, sk: eventId } as const
      const outcome = await own.transact([
        { kind: 'create', name: 'claim', key: claim, attributes: {} },
        {
          kind: 'update',
          name: 'count',
          key: { table: 'orders', pk: `COUNT#${name}`, sk: event.of },
          add: { count: 1 },
        },
      ])
      if (outcome.kind === 'written') applied.push(`${name} ${eventId}`)
    }
  const handler = readTogether(rows.map((row) => streamHandler(row, Happened, counting(row), context)))
  return { db, errors: context.errors, applied, handle: (items: readonly Item[]) => handler(batchOf(items)) }
}

const first = rowOf('first', 'bought', 'returned')
const second = rowOf('second', 'bought')
const third = rowOf('third', 'returned')
const list = [eventItem(1, 'bought'), eventItem(2, 'returned'), eventItem(3, 'bought'), eventItem(4, 'returned')]

test('each consumer gets the events of its row, and none of the others', async () => {
  const reader = createReader([first, second, third], () => false)
  expect(await reader.handle(list)).toEqual({ batchItemFailures: [] })
  const appliedBy = (name: string) => reader.applied.filter((line) => line.startsWith(name))
  expect(appliedBy('first')).toEqual(['first a#1', 'first a#2', 'first a#3', 'first a#4'])
  expect(appliedBy('second')).toEqual(['second a#1', 'second a#3'])
  expect(appliedBy('third')).toEqual(['third a#2', 'third a#4'])
})

test('one that fails ends there and is reported by name; the others come to the end of the batch', async () => {
  const reader = createReader([first, second], (consumer, eventId) => consumer === 'first' && eventId === 'a#2')
  expect(await reader.handle(list)).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] })
  expect(reader.applied.toSorted()).toEqual(['first a#1', 'second a#1', 'second a#3'])
  expect(reader.errors).toEqual([
    ['event not applied', { consumer: 'first', eventId: '1', itemIdentifier: '2', error: expect.any(Error) }],
  ])
})

test('of several that fail the first record of the batch is reported, however its number compares as text', async () => {
  const many = Array.from({ length: 12 }, (_, at) => eventItem(at + 1, 'bought'))
  const failing: Record<string, string> = { first: 'a#10', second: 'a#9' }
  const reader = createReader([first, second], (consumer, eventId) => failing[consumer] === eventId)
  expect(await reader.handle(many)).toEqual({ batchItemFailures: [{ itemIdentifier: '9' }] })
})

test('a consumer that throws ends the batch with its error, after the others have come to its end', async () => {
  const { db } = createReader([], () => false)
  const context = contextOf(db, () => '2026-03-01T00:00:00.000Z')
  const seen: string[] = []
  const patient = streamHandler(
    first,
    Happened,
    async ({ eventId }) => {
      await Promise.resolve()
      seen.push(eventId)
    },
    context,
  )
  const broken = async () => {
    throw new Error('broken')
  }
  await expect(readTogether([broken, patient])(batchOf(list))).rejects.toThrow('broken')
  expect(seen).toEqual(['a#1', 'a#2', 'a#3', 'a#4'])
})

test('whatever fails and is given again, each consumer applies each of its events once, those of one key in order', async () => {
  const event = fc.record({ isReturn: fc.boolean(), of: fc.constantFrom('a', 'b', 'c') })
  const failure = fc.record({ consumer: fc.constantFrom('first', 'second', 'third'), at: fc.nat(19), times: fc.nat(3) })
  const history = fc.array(event, { minLength: 1, maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(history, fc.array(failure, { maxLength: 6 }), async (events, failures) => {
      const items = events.map(({ isReturn, of }, at) => eventItem(at + 1, isReturn ? 'returned' : 'bought', of))
      const left = new Map(failures.map(({ consumer, at, times }) => [`${consumer} ${items[at]?.eventId}`, times]))
      const reader = createReader([first, second, third], (consumer, eventId) => {
        const times = left.get(`${consumer} ${eventId}`) ?? 0
        left.set(`${consumer} ${eventId}`, times - 1)
        return times > 0
      })
      let rest: readonly Item[] = items
      for (let deliveries = 0; rest.length > 0; deliveries++) {
        expect(deliveries).toBeLessThan(20)
        const [failed] = (await reader.handle(rest)).batchItemFailures
        rest = failed === undefined ? [] : rest.slice(Number(failed.itemIdentifier) - 1)
      }
      for (const row of [first, second, third])
        for (const of of ['a', 'b', 'c']) {
          const wanted = items.filter(({ pk, eventType }) => pk === of && row.events.includes(String(eventType)))
          const lines = wanted.map(({ eventId }) => `${row.name} ${eventId}`)
          expect(reader.applied.filter((line) => line.startsWith(`${row.name} ${of}#`))).toEqual(lines)
          const count = await reader.db.get({ table: 'orders', pk: `COUNT#${row.name}`, sk: of })
          expect(count?.count).toBe(wanted.length === 0 ? undefined : wanted.length)
        }
    }),
    { numRuns: 50 },
  )
})

test('what a consumer waits for is begun at once and kept; where it failed it is logged and begun again', async () => {
  const { log, errors } = contextOf(memoryDatabase(), () => '2026-03-01T00:00:00.000Z')
  let starts = 0
  const needed = keptWhenReady(log, async () => {
    starts += 1
    if (starts <= 2) throw new Error(`no secret ${starts}`)
    return 'secret'
  })
  await expect(needed()).rejects.toThrow('no secret 1')
  await expect(needed()).rejects.toThrow('no secret 2')
  expect(errors).toEqual([['not ready', { error: new Error('no secret 1') }]])
  expect([await needed(), await needed(), starts]).toEqual(['secret', 'secret', 3])
})
