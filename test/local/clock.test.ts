import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createClock } from '../../local/clock.ts'
import { httpApi, lambda } from './support/resources.ts'
import { bootWorld, getJson, testFolder } from './support/world.ts'

const dayMs = 86_400_000

test('a clock moves forward only, by whole milliseconds, and not by a mistaken unit', () => {
  const clock = createClock()
  clock.advance(dayMs)
  expect(clock.offsetMs).toBe(dayMs)
  expect(clock.now().getTime() - Date.now()).toBeGreaterThan(dayMs - 1_000)
  for (const wrong of [-1, 0.5, Number.NaN, 1e15]) expect(() => clock.advance(wrong)).toThrow(RangeError)
  expect(clock.offsetMs).toBe(dayMs)
})

test('a clock with a file does not go back after a restart', () => {
  const file = join(testFolder(), 'clock.json')
  createClock({ file }).advance(dayMs)
  const restarted = createClock({ file })
  restarted.advance(dayMs)
  expect(createClock({ file }).offsetMs).toBe(2 * dayMs)
})

test('tells its listeners that it moved, until they have enough', () => {
  const clock = createClock()
  let told = 0
  const stop = clock.onAdvance(() => {
    told += 1
  })
  clock.advance(1)
  stop()
  clock.advance(1)
  expect(told).toBe(1)
})

test('functions see the moved clock, whatever way they ask, from the first line of their bundle on', async () => {
  const source = `const KeptDate = Date, loaded = Date.now()
    exports.handler = async () => ({
      loaded, new: new Date().getTime(), now: Date.now(), kept: KeptDate.now(), text: Date.parse(Date()),
      given: new Date('2026-01-01T00:00:00Z').getTime(), parts: Date.UTC(2026, 0, 1),
      isDate: new Date() instanceof Date, same: new Date(5).constructor === Date,
      child: class extends Date {}.now() })`
  const clock = createClock()
  clock.advance(dayMs)
  const { apiUrl } = await bootWorld({ ...lambda('Fn', source), ...httpApi({ 'GET /': 'Fn' }) }, { clock })
  type Seen = Record<'loaded' | 'new' | 'now' | 'kept' | 'text' | 'given' | 'parts' | 'child', number>
  const before = await getJson<Seen>(apiUrl)
  clock.advance(30 * dayMs)
  const after = await getJson<Seen>(apiUrl)
  const daysAhead = (ms: number) => Math.round((ms - Date.now()) / dayMs)
  expect([before.loaded, before.now].map(daysAhead)).toEqual([1, 1])
  expect([after.new, after.now, after.kept, after.text, after.child].map(daysAhead)).toEqual([31, 31, 31, 31, 31])
  expect([after.given, after.parts]).toEqual([Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 1)])
  expect(after).toMatchObject({ isDate: true, same: true })
})

test('functions run in UTC, with the environment of the template and nothing of this machine', async () => {
  process.env.HUITOU_TEST_LEAK = 'leaked'
  const source = `exports.handler = async () => ({ env: process.env, offset: new Date().getTimezoneOffset() })`
  const { apiUrl, dynamodbUrl } = await bootWorld({
    ...lambda('Fn', source, { environment: { A: '1' }, properties: { FunctionName: 'fn', MemorySize: 256 } }),
    ...httpApi({ 'GET /': 'Fn' }),
  })
  const { env, offset } = await getJson<{ env: Record<string, string>; offset: number }>(apiUrl)
  expect(offset).toBe(0)
  expect(env).toMatchObject({
    A: '1',
    AWS_REGION: 'cn-north-1',
    AWS_LAMBDA_FUNCTION_NAME: 'fn',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_ENDPOINT_URL: dynamodbUrl,
  })
  expect(env).not.toHaveProperty('HUITOU_TEST_LEAK')
  expect(env).not.toHaveProperty('PATH')
})
