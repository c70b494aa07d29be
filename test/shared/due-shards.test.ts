import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dueLimit, dueShardPk, dueShardPks, listDue } from '../../functions/shared/due-shards.ts'

test('whatever its id, a thing falls due in a shard that is swept', () => {
  fc.assert(
    fc.property(fc.string(), (id) => {
      expect(dueShardPks).toContain(dueShardPk(id))
    }),
  )
})

test('lists all that is due, each once, the longest waiting of every shard before the others of any', async () => {
  const shards = fc.array(fc.nat(dueLimit), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(shards, async (lengths) => {
      const names = lengths.map((_, shard) => String(shard))
      const listOf = (shard: string) =>
        Array.from({ length: lengths[Number(shard)] ?? 0 }, (_, turn) => ({ shard, turn }))
      const due = await listDue(names, async (shard) => listOf(shard))
      expect(new Set(due.map(({ shard, turn }) => `${shard} ${turn}`)).size).toBe(due.length)
      expect(due).toHaveLength(lengths.reduce((sum, length) => sum + length, 0))
      expect(due.map(({ turn }) => turn)).toEqual(due.map(({ turn }) => turn).sort((a, b) => a - b))
    }),
    { numRuns: 50 },
  )
})

test('reads the shards at once: none waits for the answer of another', async () => {
  const asked: string[] = []
  const { promise: answer, resolve } = Promise.withResolvers<readonly string[]>()
  const listing = listDue(['a', 'b', 'c'], (shard) => {
    asked.push(shard)
    return answer
  })
  expect(asked).toEqual(['a', 'b', 'c'])
  resolve(['due'])
  expect(await listing).toEqual(['due', 'due', 'due'])
})
