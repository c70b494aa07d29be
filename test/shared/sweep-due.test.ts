import { expect, test } from 'vitest'
import { sweepDue } from '../../functions/shared/sweep-due.ts'
import { memoryDatabase } from '../http-frame/world.ts'
import { contextOf } from '../support/context.ts'

test('one that fails is logged and does not keep the others, of its own shard or of another', async () => {
  const context = contextOf(memoryDatabase(), () => '2026-03-01T00:00:00.000Z')
  const handled: string[] = []
  const seen = await sweepDue(context, {
    shards: ['1', '2'],
    list: async (_db, shard) => ['a', 'b', 'c'].map((name) => ({ id: name + shard })),
    handle: async (_context, { id }) => {
      if (id === 'b1') throw new Error('no')
      handled.push(id)
    },
    failure: 'not done',
  })
  expect(seen).toBe(6)
  expect(handled).toEqual(['a1', 'a2', 'b2', 'c1', 'c2'])
  expect(context.errors).toEqual([['not done', { id: 'b1', error: new Error('no') }]])
})
