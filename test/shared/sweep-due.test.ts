import { expect, test } from 'vitest'
import { sweepDue } from '../../functions/shared/sweep-due.ts'
import { memoryDatabase } from '../http-frame/world.ts'
import { contextOf } from '../support/context.ts'

const namesOf = async (_db: unknown, shard: string) => ['a', 'b', 'c'].map((name) => ({ id: shard + name }))

test('what is due in a shard is handled in turn; one that fails is logged and keeps no other', async () => {
  const context = contextOf(memoryDatabase(), () => '2026-03-01T00:00:00.000Z')
  const handled: string[] = []
  const seen = await sweepDue(context, {
    shards: ['1', '2'],
    list: namesOf,
    handle: async (_context, { id }) => {
      if (id === '1b') throw new Error('no')
      handled.push(id)
    },
    failure: 'not done',
  })
  expect(seen).toBe(6)
  expect(handled.toSorted()).toEqual(['1a', '1c', '2a', '2b', '2c'])
  expect(handled.filter((id) => id.startsWith('2'))).toEqual(['2a', '2b', '2c'])
  expect(context.errors).toEqual([['not done', { id: '1b', error: new Error('no') }]])
})

test('a shard with something slow keeps no other waiting', async () => {
  const context = contextOf(memoryDatabase(), () => '2026-03-01T00:00:00.000Z')
  const otherDone = Promise.withResolvers<void>()
  const seen = await sweepDue(context, {
    shards: ['1', '2'],
    list: namesOf,
    handle: async (_context, { id }) => {
      if (id === '1a') await otherDone.promise
      if (id === '2c') otherDone.resolve()
    },
    failure: 'not done',
  })
  expect(seen).toBe(6)
})
