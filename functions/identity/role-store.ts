import * as z from 'zod'
import { ShopId } from '../../domain/shared/ids.ts'
import { Moment } from '../../domain/shared/time.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'

/** Roles read at once: more than the shops that one customer may open and be staff of. */
export const rolesMax = 100

/** What a customer may do in a shop. Derived from the shop's owner and staff, and kept by customer for a quick look-up. */
export const Role = z.object({ shopId: ShopId, role: z.enum(['owner', 'staff']), since: Moment })
export type Role = z.infer<typeof Role>

export const roleKey = (customerId: string, shopId: string): Key => ({
  table: 'identity',
  pk: `CUSTOMER#${customerId}`,
  sk: `ROLE#${shopId}`,
})

/** Every role of a customer, at most `rolesMax`. */
export async function listRoles(db: Reader, customerId: string): Promise<Role[]> {
  const { items } = await db.query({
    table: 'identity',
    pk: `CUSTOMER#${customerId}`,
    sk: { beginsWith: 'ROLE#' },
    limit: rolesMax,
  })
  return items.map((item) => Role.parse(item))
}

/** Makes the customer who opens a shop its owner. Part of the transaction that opens it. */
export const ownerRoleWrite = (shopId: string, customerId: string, at: string): Write =>
  newRoleWrite('owner', shopId, customerId, at)

export const staffRoleWrite = (shopId: string, customerId: string, at: string): Write =>
  newRoleWrite('staff', shopId, customerId, at)

const newRoleWrite = (role: Role['role'], shopId: string, customerId: string, at: string): Write => ({
  kind: 'create',
  name: 'role',
  key: roleKey(customerId, shopId),
  attributes: { shopId, role, since: at },
})

/** Takes a customer's staff role away. Refused for an owner's. */
export const removeStaffRoleWrite = (shopId: string, customerId: string): Write => ({
  kind: 'remove',
  name: 'role',
  key: roleKey(customerId, shopId),
  guards: [{ attribute: 'role', is: '=', value: 'staff' }],
})

/** The customer's role in a shop; undefined when they have none there. */
export async function loadRole(db: Reader, customerId: string, shopId: string): Promise<Role | undefined> {
  const item = await db.get(roleKey(customerId, shopId))
  return item && Role.parse(item)
}
