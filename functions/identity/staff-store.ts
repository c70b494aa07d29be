import { evolveStaff, Staff, type StaffEvent } from '../../domain/identity/staff.ts'
import { assert } from '../../domain/shared/decision.ts'
import { parseItem, recordEvents } from '../shared/event-log.ts'
import type { Reader, Write } from '../shared/storage.ts'
import { countStaffRoleWrite } from './customer-store.ts'
import { removeStaffRoleWrite, staffRoleWrite } from './role-store.ts'

const staffKey = (shopId: string) => ({ table: 'identity', pk: `SHOP#${shopId}`, sk: 'STAFF' }) as const

/** The staff of a shop; undefined while it never had any. */
export const loadStaff = async (db: Reader, shopId: string): Promise<Staff | undefined> =>
  parseItem(Staff, await db.get(staffKey(shopId)))

/** Records a change of a shop's staff, and what it means to the customer concerned: the role and their number of roles. */
export function staffWrites(before: Staff | undefined, event: StaffEvent): Write[] {
  const state = evolveStaff(before, event)
  assert(state.version === (before?.version ?? 0) + 1, 'one event is one version')
  const { table, pk, sk } = staffKey(event.shopId)
  return [
    ...recordEvents({ table, pk, sk, versionBefore: before?.version ?? 0, state, events: [event], name: 'staff' }),
    ...roleWrites(event),
  ]
}

function roleWrites({ type, shopId, customerId, at }: StaffEvent): Write[] {
  switch (type) {
    case 'staff_added':
      return [staffRoleWrite(shopId, customerId, at), countStaffRoleWrite(customerId, 1)]
    case 'staff_renamed':
      return []
    case 'staff_removed':
      return [removeStaffRoleWrite(shopId, customerId), countStaffRoleWrite(customerId, -1)]
  }
}
