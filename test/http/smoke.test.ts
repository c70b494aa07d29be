import { expect, test } from 'vitest'
import { sharedBackend, startOwnBackend } from '../support/backend.ts'
import { newPerson, newProduct, newShop, paidOrder } from '../support/shop.ts'

test('x', async () => {
  const at = sharedBackend()
  const shop = await newShop(at)
  const p = await newProduct(at, shop)
  await paidOrder(at, shop, await newPerson(at), p)
  const t0 = performance.now()
  const own = await startOwnBackend()
  console.log('own', performance.now() - t0, own.log)
  const t1 = performance.now()
  const s = await own.database.snapshot()
  console.log('snap', performance.now() - t1, Object.values(s).map((x) => x.length))
  await own.close()
  expect(1).toBe(1)
})
