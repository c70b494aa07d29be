import { Customer } from '../domain/identity/customer.ts'
import { ShopId } from '../domain/shared/ids.ts'
import { defaultTimeZone, type Shop } from '../domain/shops/shop.ts'
import { newCustomerWrites } from '../functions/identity/customer-store.ts'
import type { Context } from '../functions/shared/context.ts'
import { openShop } from '../functions/shops/open-shop.ts'
import { loadShop } from '../functions/shops/shop-store.ts'
import { BootError } from './errors.ts'

/** The mini-program of an owner whom nobody can log in as: the shop was opened at the command line. */
const appId = 'command-line'

/** Opens a shop with an owner of its own. @throws BootError where the time zone is none. */
export async function openOwnShop(context: Context, name: string, timeZone = defaultTimeZone): Promise<Shop> {
  const ownerId = context.newId('customer')
  const shopId = ShopId.parse(context.newId('shop'))
  const facts = { appId, openid: ownerId, createdAt: context.now(), shopsOpened: 0, staffRoles: 0 }
  const outcome = await context.db.transact(newCustomerWrites(Customer.parse({ customerId: ownerId, ...facts })))
  if (outcome.kind !== 'written') throw new BootError('The owner of the new shop could not be stored.')
  const answer = await openShop.handle(
    {
      path: undefined,
      query: undefined,
      body: openShop.contract.body.parse({ shopId, name, timeZone }),
      caller: { customerId: ownerId, sessionId: '', isOperator: false },
      raw: { headers: {}, body: Buffer.alloc(0) },
    },
    context,
  )
  const shop = answer.ok ? await loadShop(context.db, shopId) : undefined
  if (shop === undefined) throw new BootError('The new shop could not be opened.')
  return shop
}
