import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { UsageError } from '../../local/command-line.ts'
import { planOf } from '../../simulate/run.ts'

const program = fileURLToPath(new URL('../../simulate/run.ts', import.meta.url))
const simulate = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

test('prints what a failing seed broke and the command that replays it, which gives the same trace, and exits 1', () => {
  const first = simulate('--seeds', '30', '--plant', 'commission rounded twice')
  expect(first.status).toBe(1)
  const [, seed, trace] = /seed (\d+) \(trace (\w+)\)/.exec(first.stderr) ?? []
  expect(first.stderr).toContain(`npm run simulate -- --seed ${seed} --plant 'commission rounded twice' --trace`)
  const again = simulate('--seed', `${seed}`, '--plant', 'commission rounded twice')
  expect(again.stderr).toContain(`seed ${seed} (trace ${trace})`)
}, 60_000)

test('gives the result of clean seeds as one JSON object, and exits 0', () => {
  const { status, stdout } = simulate('--seeds', '2', '--seed', '5', '--json')
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, seeds: 2, failed: [] })
}, 30_000)

const asked = { trace: false, json: false }

test.each([{ seeds: 'many' }, { seed: '-1' }, { plant: 'no such bug' }])(
  'does not run on arguments that make no sense: %j',
  (values) => {
    expect(() => planOf({ values: { ...asked, ...values } })).toThrow(UsageError)
  },
)

test('replays one seed when only a seed is named', () => {
  expect(planOf({ values: { ...asked, seed: '7' } })).toEqual({ from: 7, seeds: 1, trace: false, json: false })
})
