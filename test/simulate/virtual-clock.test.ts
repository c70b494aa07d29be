import { expect, test } from 'vitest'
import { createRandom } from '../../simulate/random.ts'
import { createVirtualClock, Deadlock, EventLimit } from '../../simulate/virtual-clock.ts'

const clockOf = (seed: string, eventsMax = 10_000) =>
  createVirtualClock({ random: createRandom(seed), startMs: 0, eventsMax })

test('no time passes while anybody still has something to do', async () => {
  const clock = clockOf('any')
  const moments = await clock.run(async () => {
    const other = clock.sleep(1).then(() => clock.nowMs())
    for (let turn = 0; turn < 1_000; turn++) await Promise.resolve()
    return [clock.nowMs(), await other]
  })
  expect(moments).toEqual([0, 1])
})

test('what is due first comes first, and a year takes no time', async () => {
  const clock = clockOf('any')
  const order: number[] = []
  const yearMs = 365 * 86_400_000
  await clock.run(() =>
    Promise.all([yearMs, 5, 60_000].map(async (ms) => clock.sleep(ms).then(() => order.push(clock.nowMs())))),
  )
  expect(order).toEqual([5, 60_000, yearMs])
})

test('the seed alone decides the order of what is due at one moment', async () => {
  const orderOf = async (seed: string) => {
    const clock = clockOf(seed)
    const order: number[] = []
    const sleeper = async (id: number) => {
      await clock.sleep(10)
      order.push(id)
    }
    await clock.run(() => Promise.all(Array.from({ length: 20 }, (_, id) => sleeper(id))))
    return order.join()
  }
  expect(await orderOf('one')).toBe(await orderOf('one'))
  expect(await orderOf('one')).not.toBe(await orderOf('two'))
})

test('says so when everybody waits for ever', async () => {
  await expect(clockOf('any').run(() => new Promise(() => undefined))).rejects.toThrow(Deadlock)
})

test('ends what goes round in circles', async () => {
  const clock = clockOf('any', 100)
  const forEver = async () => {
    for (;;) await clock.sleep(1)
  }
  await expect(clock.run(forEver)).rejects.toThrow(EventLimit)
})

test('gives what the simulated program throws', async () => {
  await expect(clockOf('any').run(async () => Promise.reject(new RangeError('broken')))).rejects.toThrow('broken')
})
