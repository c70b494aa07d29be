import * as z from 'zod'
import { assert, type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import { CustomerId, ShopId } from '../shared/ids.ts'
import { lineOfText } from '../shared/text.ts'
import { Moment } from '../shared/time.ts'

/** Staff of one shop. A micro-shop has a handful; the list is one item and is read whole. */
export const staffMax = 50
/** Shops whose staff one customer may be. With the shops that one may open, `get-me` still answers in one page. */
export const staffRolesMax = 50

/** What the owner calls somebody of their staff, so that a list of them can be read; WeChat tells no names. */
export const StaffName = lineOfText.min(1).max(20)

/** Without a name: staff from before there were names. */
export const StaffMember = z.object({ customerId: CustomerId, name: StaffName.exactOptional(), since: Moment })
export type StaffMember = z.infer<typeof StaffMember>

/** The staff of a shop. Its owner is not among them. */
export const Staff = z.object({
  shopId: ShopId,
  members: z.array(StaffMember).max(staffMax),
  version: z.int().min(1),
})
export type Staff = z.infer<typeof Staff>

type Change = {
  readonly at: string
  readonly shopId: ShopId
  readonly customerId: CustomerId
  readonly changedBy: CustomerId
}
type Named = Change & { readonly name: string }
export type StaffEvent =
  | ({ readonly type: 'staff_added' } & Named)
  | ({ readonly type: 'staff_renamed' } & Named)
  | ({ readonly type: 'staff_removed' } & Change)

export type ChangeStaff = {
  readonly shopId: ShopId
  readonly customerId: CustomerId
  /** The owner of the shop. */
  readonly changedBy: CustomerId
}

export const isStaff = (staff: Staff | undefined, customerId: CustomerId): boolean =>
  memberOf(staff, customerId) !== undefined

const memberOf = (staff: Staff | undefined, customerId: CustomerId): StaffMember | undefined =>
  staff?.members.find((member) => member.customerId === customerId)

/**
 * Makes a customer staff of a shop, under that name. One who is so already is called by it from now on, or makes no event.
 * Refusals: `owner_is_not_staff`, `customer_not_found`, `staff_limit_reached`, `staff_role_limit_reached`.
 * @param customer the one to be added, with the number of shops whose staff they are; undefined when there is none.
 */
export function addStaff(
  staff: Staff | undefined,
  command: ChangeStaff & { readonly name: string },
  customer: { readonly staffRoles: number } | undefined,
  now: string,
): Decision<
  StaffEvent,
  Refusal<'owner_is_not_staff' | 'customer_not_found' | 'staff_limit_reached' | 'staff_role_limit_reached'>
> {
  if (command.customerId === command.changedBy) return refused('owner_is_not_staff', 'path.customerId')
  const member = memberOf(staff, command.customerId)
  if (member?.name === command.name) return decided()
  if (member) return decided({ type: 'staff_renamed', at: now, ...command })
  if (!customer) return refused('customer_not_found', 'path.customerId')
  if ((staff?.members.length ?? 0) >= staffMax) return refused('staff_limit_reached')
  if (customer.staffRoles >= staffRolesMax) return refused('staff_role_limit_reached', 'path.customerId')
  return decided({ type: 'staff_added', at: now, ...command })
}

/** Ends a customer's part in a shop. One who has none makes no event. Refuses `owner_is_not_staff`. */
export function removeStaff(
  staff: Staff | undefined,
  command: ChangeStaff,
  now: string,
): Decision<StaffEvent, Refusal<'owner_is_not_staff'>> {
  if (command.customerId === command.changedBy) return refused('owner_is_not_staff', 'path.customerId')
  if (!isStaff(staff, command.customerId)) return decided()
  return decided({ type: 'staff_removed', at: now, ...command })
}

/** The staff after one more event. */
export function evolveStaff(staff: Staff | undefined, event: StaffEvent): Staff {
  const { shopId, customerId, at } = event
  const { members, version } = staff ?? { members: [], version: 0 }
  switch (event.type) {
    case 'staff_added':
      assert(!isStaff(staff, customerId), 'nobody is staff twice')
      return { shopId, members: [...members, { customerId, name: event.name, since: at }], version: version + 1 }
    case 'staff_renamed': {
      assert(isStaff(staff, customerId), 'only staff is called anew')
      const { name } = event
      const renamed = members.map((member) => (member.customerId === customerId ? { ...member, name } : member))
      return { shopId, members: renamed, version: version + 1 }
    }
    case 'staff_removed':
      assert(isStaff(staff, customerId), 'only staff is removed')
      return { shopId, members: members.filter((member) => member.customerId !== customerId), version: version + 1 }
  }
}
