import { expect, test } from 'vitest'
import { simulate } from '../../simulate/run.ts'
import { runSeed } from '../../simulate/seed.ts'

const plan = { from: 1, seeds: 40, trace: false, json: true }

test('every invariant holds after every seed, and the seeds meet what is rare', async () => {
  const result = await simulate(plan, () => undefined)
  expect(result.failed).toEqual([])
  expect(result.seeds).toBe(plan.seeds)
  const { paid, late, refunds, refunded, commissions, introductions, held, seconds, silenced, returned } = result
  const met = [paid, late, refunds, refunded, commissions, introductions, held, seconds, silenced, returned]
  expect(Math.min(...met)).toBeGreaterThan(0)
}, 120_000)

test('a seed replays exactly: the same events in the same order', async () => {
  const [first, again, other] = [await runSeed(7), await runSeed(7), await runSeed(8)]
  expect(again).toEqual(first)
  expect(other.traceHash).not.toBe(first.traceHash)
}, 30_000)
