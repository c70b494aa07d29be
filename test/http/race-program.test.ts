import { afterAll, beforeAll, expect, test } from 'vitest'
import { runRace } from '../../bench/race/race.ts'
import { stageOn } from '../../bench/race/stage.ts'
import { type OwnBackend, startOwnBackend } from '../support/backend.ts'

let at: OwnBackend
beforeAll(async () => {
  at = await startOwnBackend()
})
afterAll(() => at.close())

const race = async (buyers: number, units: number, flash = false) => {
  const lines: string[] = []
  const stage = stageOn(at.backend, (line) => lines.push(line))
  return { ...(await runRace(stage, { buyers, units, flash })), lines }
}

test('six buyers race for two units: units that nobody pays come back, and every one is sold once', async () => {
  const { result, wrong, lines } = await race(6, 2)
  expect(wrong).toEqual([])
  expect(result).toEqual({ sold: 2, refused: { out_of_stock: expect.any(Number) }, onHand: 0, held: 0, oversold: 0 })
  expect(lines.length).toBeGreaterThan(1)
})

test('with more units than buyers, those that never pay leave theirs on hand', async () => {
  const { result, wrong } = await race(4, 5)
  expect(wrong).toEqual([])
  expect(result).toEqual({ sold: 2, refused: {}, onHand: 3, held: 0, oversold: 0 })
})

test('with stock in shards the race ends alike: every unit is sold once', async () => {
  const { result, wrong, lines } = await race(6, 2, true)
  expect(wrong).toEqual([])
  expect(result).toEqual({ sold: 2, refused: { out_of_stock: expect.any(Number) }, onHand: 0, held: 0, oversold: 0 })
  expect(lines).toContain('their stock lies in 10 shards')
})
