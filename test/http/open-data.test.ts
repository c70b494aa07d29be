import { expect, test } from 'vitest'
import { loadShop } from '../../functions/shops/shop-store.ts'
import { openData } from '../../local/open-data.ts'
import { sharedBackend } from '../support/backend.ts'
import { newShop } from '../support/shop.ts'

test('a command sees the data of the back end that runs in the folder', async () => {
  const backend = sharedBackend()
  const { shopId } = await newShop(backend)
  const { context, close } = await openData(backend.folder)
  expect(await loadShop(context.db, shopId)).toMatchObject({ shopId, status: 'open' })
  await close()
  backend.database.close()
})
