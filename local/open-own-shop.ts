import { basename } from 'node:path'
import { Customer } from '../domain/identity/customer.ts'
import { ShopId } from '../domain/shared/ids.ts'
import { defaultTimeZone, type Shop, shopNameLengthMax } from '../domain/shops/shop.ts'
import { loadCustomer, newCustomerWrites } from '../functions/identity/customer-store.ts'
import type { Context } from '../functions/shared/context.ts'
import { openShop } from '../functions/shops/open-shop.ts'
import { loadShop } from '../functions/shops/shop-store.ts'
import { BootError } from './errors.ts'

/** The mini-program of an owner whom nobody can log in as: the shop was opened at the command line. */
const appId = 'command-line'

/** A shop is called as the file that it comes from, as far as its name goes. */
export const shopNameOf = (path: string): string => basename(path).slice(0, shopNameLengthMax)

/** A shop to open; without an owner it gets one of its own. */
export type OwnShop = { readonly name: string; readonly timeZone?: string; readonly ownerId?: string }

/** Opens a shop. @throws BootError where that owner is nobody or has all shops that one may have. */
export async function openOwnShop(
  context: Context,
  { name, timeZone = defaultTimeZone, ...shop }: OwnShop,
): Promise<Shop> {
  if (shop.ownerId !== undefined && (await loadCustomer(context.db, shop.ownerId)) === undefined)
    throw new BootError(`Nobody with the id ${shop.ownerId} has ever logged in.`)
  const ownerId = shop.ownerId ?? (await makeOwner(context))
  const shopId = ShopId.parse(context.newId('shop'))
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
  const opened = answer.ok ? await loadShop(context.db, shopId) : undefined
  if (opened === undefined)
    throw new BootError(`The new shop could not be opened: ${answer.ok ? 'not found' : answer.refusal.code}.`)
  return opened
}

async function makeOwner(context: Context): Promise<string> {
  const customerId = context.newId('customer')
  const facts = { appId, openid: customerId, createdAt: context.now(), shopsOpened: 0, staffRoles: 0 }
  const outcome = await context.db.transact(newCustomerWrites(Customer.parse({ customerId, ...facts })))
  if (outcome.kind !== 'written') throw new BootError('The owner of the new shop could not be stored.')
  return customerId
}
