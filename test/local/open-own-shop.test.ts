import { expect, test } from 'vitest'
import { Customer } from '../../domain/identity/customer.ts'
import { loadCustomer, newCustomerWrites } from '../../functions/identity/customer-store.ts'
import { BootError } from '../../local/errors.ts'
import { openOwnShop } from '../../local/open-own-shop.ts'
import { createWorld } from '../storage/repurchase-world.ts'
import { contextOf } from '../support/context.ts'

test('a new shop belongs to the customer named, or to one of its own, and never to nobody', async () => {
  const context = contextOf(createWorld().db, () => '2026-11-22T00:00:00.000Z')
  const facts = { appId: 'wx', openid: 'o1', createdAt: context.now(), shopsOpened: 0, staffRoles: 0 }
  const owner = Customer.parse({ customerId: context.newId('customer'), ...facts })
  await context.db.transact(newCustomerWrites(owner))
  const shop = await openOwnShop(context, { name: 'tea', ownerId: owner.customerId })
  expect(shop).toMatchObject({ name: 'tea', ownerId: owner.customerId, timeZone: 'Asia/Shanghai' })
  expect(await loadCustomer(context.db, owner.customerId)).toMatchObject({ shopsOpened: 1 })
  expect((await openOwnShop(context, { name: 'cup', timeZone: 'Europe/London' })).ownerId).not.toBe(owner.customerId)
  const nobody = openOwnShop(context, { name: 'pot', ownerId: context.newId('customer') })
  await expect(nobody).rejects.toThrow(BootError)
})
