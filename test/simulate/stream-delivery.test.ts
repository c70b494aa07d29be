import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import { expect, test } from 'vitest'
import type { StreamHandler } from '../../functions/shared/stream.ts'
import { createFakeDatabase } from '../../simulate/fake-database.ts'
import { type Faults, noFaults, usualFaults } from '../../simulate/faults.ts'
import { createRandom } from '../../simulate/random.ts'
import { createStreamDelivery } from '../../simulate/stream-delivery.ts'
import { createVirtualClock } from '../../simulate/virtual-clock.ts'

const rows = [{ source: 'orders', events: ['thing_happened'] }] as const
const names = ['a', 'b', 'c']
const eventsEach = 8

/** Records events of three items, and delivers them to the handler until all is quiet. */
async function deliver(seed: string, faults: Faults, handler: StreamHandler) {
  const random = createRandom(seed)
  const clock = createVirtualClock({ random: random.fork('clock'), startMs: 0, eventsMax: 100_000 })
  const database = createFakeDatabase({ clock, random: random.fork('database'), faults: noFaults })
  const delivery = createStreamDelivery({ clock, random, faults, database })
  delivery.attach(rows, handler)
  await clock.run(async () => {
    for (let number = 1; number <= eventsEach; number++)
      for (const name of names) {
        const key = { table: 'orders', pk: name, sk: `EVENT#${number}` } as const
        const attributes = { eventType: number % 4 === 0 ? 'other' : 'thing_happened', number }
        await database.transact([{ kind: 'create', name: 'event', key, attributes }])
      }
    while (delivery.isBusy()) await clock.sleep(60_000)
  })
}

const wanted = [1, 2, 3, 5, 6, 7]
const read = (record: DynamoDBRecord) => {
  const { pk, number } = unmarshall(record.dynamodb?.NewImage as Parameters<typeof unmarshall>[0])
  return { name: String(pk), number: Number(number) }
}

test('delivers the events of the types named, those of one item in their order', async () => {
  const seen = new Map<string, number[]>(names.map((name) => [name, []]))
  await deliver('one', noFaults, async ({ Records }) => {
    for (const { name, number } of Records.map(read)) seen.get(name)?.push(number)
    return { batchItemFailures: [] }
  })
  expect([...seen.values()]).toEqual([wanted, wanted, wanted])
})

test.each(['one', 'two', 'three'])(
  'delivers what failed again, and everything at least once, under faults (%s)',
  async (seed) => {
    const random = createRandom(`failures ${seed}`)
    const applied = new Map<string, number[]>(names.map((name) => [name, []]))
    let deliveries = 0
    await deliver(seed, { ...usualFaults, crash: 0.2, redelivery: 0.3 }, async ({ Records }) => {
      for (const record of Records) {
        deliveries += 1
        if (random.chance(0.2))
          return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] }
        const { name, number } = read(record)
        applied.get(name)?.push(number)
      }
      return { batchItemFailures: [] }
    })
    const firstTimes = [...applied.values()].map((numbers) => [...new Set(numbers)])
    expect(firstTimes).toEqual([wanted, wanted, wanted])
    expect(deliveries).toBeGreaterThan(wanted.length * names.length)
  },
)
