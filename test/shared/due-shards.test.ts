import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dueShardPk, dueShardPks } from '../../functions/shared/due-shards.ts'

test('whatever its id, a thing falls due in a shard that is swept', () => {
  fc.assert(
    fc.property(fc.string(), (id) => {
      expect(dueShardPks).toContain(dueShardPk(id))
    }),
  )
})
