import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dueShardPk, dueShardPks } from '../../functions/shared/due-shards.ts'
import { dueLimit, sweepDue } from '../../functions/shared/sweep-due.ts'
import { memoryDatabase } from '../http-frame/world.ts'
import { contextOf } from '../support/context.ts'

const newContext = () => contextOf(memoryDatabase(), () => '2026-03-01T00:00:00.000Z')
const failure = 'not done'

test('whatever its id, a thing falls due in a shard that is swept', () => {
  fc.assert(
    fc.property(fc.string(), (id) => {
      expect(dueShardPks).toContain(dueShardPk(id))
    }),
  )
})

test('all that is due is handed on once, the longest waiting of every shard before the others of any', async () => {
  const lengths = fc.array(fc.nat(dueLimit), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(lengths, async (shardLengths) => {
      const due = new Map(shardLengths.map((length, at) => [`${at}`, Array.from({ length }, (_, turn) => turn)]))
      const handled: { shard: string; turn: number }[] = []
      const seen = await sweepDue(newContext(), {
        shards: [...due.keys()],
        list: async (_db, shard) => (due.get(shard) ?? []).map((turn) => ({ shard, turn })),
        handle: async (_context, ref) => void handled.push(ref),
        failure,
      })
      expect(seen).toBe(shardLengths.reduce((sum, length) => sum + length, 0))
      expect(new Set(handled.map(({ shard, turn }) => `${shard} ${turn}`)).size).toBe(seen)
      const turns = handled.map(({ turn }) => turn)
      expect(turns).toEqual(turns.toSorted((a, b) => a - b))
    }),
    { numRuns: 50 },
  )
})

test('one that fails is logged and does not keep the others', async () => {
  const context = newContext()
  const handled: string[] = []
  const handle = async (_context: unknown, { id }: { readonly id: string }) => {
    if (id === 'b') throw new Error('no')
    handled.push(id)
  }
  const list = async () => ['a', 'b', 'c'].map((id) => ({ id }))
  expect(await sweepDue(context, { shards: ['one'], list, handle, failure })).toBe(3)
  expect(handled).toEqual(['a', 'c'])
  expect(context.errors).toEqual([[failure, { id: 'b', error: new Error('no') }]])
})

test('the shards are read at once: none waits for the answer of another', async () => {
  const asked: string[] = []
  const { promise: answer, resolve } = Promise.withResolvers<readonly { readonly id: string }[]>()
  const list = (_db: unknown, shard: string) => {
    asked.push(shard)
    return answer
  }
  const sweeping = sweepDue(newContext(), { shards: ['a', 'b', 'c'], list, handle: async () => undefined, failure })
  expect(asked).toEqual(['a', 'b', 'c'])
  resolve([{ id: 'due' }])
  expect(await sweeping).toBe(3)
})
