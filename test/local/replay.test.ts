import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createOrder } from '../../local/replay/in-order.ts'
import { readInvitations } from '../../local/replay/invitations.ts'
import { testFolder } from './support/world.ts'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)
const replay = (...options: string[]) => run(process.execPath, [join(root, 'local/replay.ts'), ...options])

const invitations = `inviter,invitee,timestamp
a,b,2024-01-01T08:00:00Z
b,c,2024-01-01T08:00:01Z
a,c,2024-01-01T08:00:02Z
c,c,2024-01-01T08:00:03Z
c,a,2024-01-01T08:00:04Z
b,d,2024-01-01T08:00:05Z
lone,d,2024-01-01T08:00:06Z
b,lone,1704096007
e,,2024-01-01T08:00:08Z
e,f,yesterday
`

test('a file of invitations is played in its order, and a new shop each time says what came of it', async () => {
  const folder = testFolder()
  const file = join(folder, 'invitations.csv')
  writeFileSync(file, invitations)
  const expected = {
    introduced: 4,
    depth: [1, 1, 3],
    refused: { already_introduced: 2, self_referral: 1, already_active: 1, missing_id: 1, bad_timestamp: 1 },
    topByDirect: [
      ['b', 3],
      ['a', 1],
    ],
    topByDownstream: [
      ['a', 4],
      ['b', 3],
    ],
  }
  for (const _time of [1, 2]) {
    const { stdout } = await replay(file, '--data', join(folder, 'data'))
    const { seconds, ...summary } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
    expect(summary).toEqual(expected)
    expect(seconds).toBeGreaterThan(0)
  }
})

test('a file that is not there, or without its columns, is said plainly', async () => {
  const folder = testFolder()
  const file = join(folder, 'invitations.csv')
  writeFileSync(file, 'inviter,timestamp\n')
  const failure = async (path: string) => {
    const failed = await replay(path, '--data', join(folder, 'data')).catch((error: unknown) => error)
    return String((failed as { stderr: unknown }).stderr)
  }
  expect(await failure(join(folder, 'none.csv'))).toBe(`There is no file ${join(folder, 'none.csv')}.\n`)
  expect(await failure(file)).toBe('The first line does not name invitee.\n')
})

test('times are moments: with an offset, the shop’s own without one, seconds or milliseconds since 1970', async () => {
  const times = ['2024-01-01T00:00:00+08:00', '2024-01-01', '2024-01-01 00:00', '1704038400', '1704038400000']
  const lines = ['timestamp,inviter,invitee', ...times.map((time) => `${time},a,b`)]
  const read: unknown[] = []
  for await (const line of readInvitations(Readable.from([lines.join('\n')]))) read.push('row' in line && line.row.at)
  expect(read).toEqual(times.map(() => '2023-12-31T16:00:00.000Z'))
})

test('steps of one person follow each other, whatever else is under way', async () => {
  const people = fc.uniqueArray(fc.constantFrom<string>('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 2 })
  const step = fc.record({ people, turns: fc.nat({ max: 5 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const order = createOrder()
      const done = new Map<string, number[]>()
      for (const [at, { people: concerned, turns }] of steps.entries())
        await order.begin(concerned, async () => {
          for (let turn = 0; turn < turns; turn++) await Promise.resolve()
          for (const person of concerned) done.set(person, [...(done.get(person) ?? []), at])
        })
      await order.end()
      for (const [person, played] of done)
        expect(played).toEqual([...steps.keys()].filter((at) => steps[at]?.people.includes(person)))
    }),
  )
})

test('a step that fails ends the whole', async () => {
  const order = createOrder()
  await order.begin(['a'], () => Promise.reject(new Error('no tables')))
  await expect(order.end()).rejects.toThrow('no tables')
})
