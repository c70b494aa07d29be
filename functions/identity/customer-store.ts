import { Customer } from '../../domain/identity/customer.ts'
import { staffRolesMax } from '../../domain/identity/staff.ts'
import { parseItem } from '../shared/event-log.ts'
import type { Reader, Write } from '../shared/storage.ts'

const customerKey = (customerId: string) =>
  ({ table: 'identity', pk: `CUSTOMER#${customerId}`, sk: 'CUSTOMER' }) as const
const openidKey = (appId: string, openid: string) =>
  ({ table: 'identity', pk: `OPENID#${appId}#${openid}`, sk: 'OPENID' }) as const

/** The customer of that id; undefined when there is none. */
export const loadCustomer = async (db: Reader, customerId: string): Promise<Customer | undefined> =>
  parseItem(Customer, await db.get(customerKey(customerId)))

/** The customer who logs in to that mini-program with that openid; undefined at a first login. */
export async function findCustomer(db: Reader, appId: string, openid: string): Promise<Customer | undefined> {
  const found = await db.get(openidKey(appId, openid))
  return found && loadCustomer(db, String(found.customerId))
}

/** A new customer. Refused when the openid has one by now, so that two first logins at once make one customer. */
export const newCustomerWrites = (customer: Customer): Write[] => [
  {
    kind: 'create',
    name: 'openid',
    key: openidKey(customer.appId, customer.openid),
    attributes: { customerId: customer.customerId },
  },
  { kind: 'create', name: 'customer', key: customerKey(customer.customerId), attributes: customer },
]

/** Notes the unionid of a customer who had none when they first came. */
export const unionidWrite = (customerId: string, unionid: string): Write => ({
  kind: 'update',
  name: 'customer',
  key: customerKey(customerId),
  set: { unionid },
  guards: [{ attribute: 'customerId', is: 'present' }],
})

/** Counts a shop that the customer opens. Refused when there are `shopsMax` already, or no such customer. */
export const countShopWrite = (customerId: string, shopsMax: number): Write => ({
  kind: 'update',
  name: 'shops of owner',
  key: customerKey(customerId),
  add: { shopsOpened: 1 },
  guards: [{ attribute: 'shopsOpened', is: '<', value: shopsMax }],
})

/** Counts one more, or one less, shop whose staff the customer is. Refused when there would be too many. */
export const countStaffRoleWrite = (customerId: string, change: 1 | -1): Write => ({
  kind: 'update',
  name: 'staff roles of customer',
  key: customerKey(customerId),
  add: { staffRoles: change },
  guards: [
    change === 1
      ? { attribute: 'staffRoles', is: '<', value: staffRolesMax }
      : { attribute: 'staffRoles', is: '>', value: 0 },
  ],
})
