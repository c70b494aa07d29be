import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addStaff,
  evolveStaff,
  isStaff,
  removeStaff,
  Staff,
  type StaffEvent,
  staffMax,
  staffRolesMax,
} from '../../../domain/identity/staff.ts'
import { at, customerId, shopId } from './people.ts'

const owner = customerId(1)
const known = { staffRoles: 0 }
const change = (who: number) => ({ shopId: shopId(), customerId: customerId(who), changedBy: owner })
const added = (who: number): StaffEvent => ({ type: 'staff_added', at: at(who), ...change(who) })
const staffOf = (...events: StaffEvent[]) => events.reduce<Staff | undefined>(evolveStaff, undefined)
const refusal = (code: string, field?: string) => ({ ok: false, refusal: field ? { code, field } : { code } })

test('a customer becomes staff', () => {
  expect(addStaff(undefined, change(2), known, at(0))).toEqual({
    ok: true,
    events: [{ type: 'staff_added', at: at(0), ...change(2) }],
  })
})

test('who is staff already stays so without another event, even at the limits', () => {
  expect(addStaff(staffOf(added(2)), change(2), { staffRoles: staffRolesMax }, at(9))).toEqual({ ok: true, events: [] })
})

test('refuses someone who never logged in', () => {
  expect(addStaff(undefined, change(2), undefined, at(0))).toEqual(refusal('customer_not_found', 'path.customerId'))
})

test('refuses the owner as staff, to add and to remove', () => {
  expect(addStaff(undefined, change(1), known, at(0))).toEqual(refusal('owner_is_not_staff', 'path.customerId'))
  expect(removeStaff(undefined, change(1), at(0))).toEqual(refusal('owner_is_not_staff', 'path.customerId'))
})

test('refuses more staff than a shop may have', () => {
  const full = staffOf(...Array.from({ length: staffMax }, (_, index) => added(index + 2)))
  expect(addStaff(full, change(1000), known, at(0))).toEqual(refusal('staff_limit_reached'))
})

test('refuses a customer who is staff of as many shops as one may be', () => {
  const busy = { staffRoles: staffRolesMax }
  expect(addStaff(undefined, change(2), busy, at(0))).toEqual(refusal('staff_role_limit_reached', 'path.customerId'))
})

test('removing somebody who is not staff makes no event', () => {
  expect(removeStaff(staffOf(added(2)), change(3), at(0))).toEqual({ ok: true, events: [] })
})

test('the staff are those who were added and not removed since, whatever the order', () => {
  const step = fc.record({ isAdding: fc.boolean(), who: fc.integer({ min: 1, max: 6 }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const expected = new Set<number>()
      let staff: Staff | undefined
      for (const { isAdding, who } of steps) {
        const decision = isAdding ? addStaff(staff, change(who), known, at(0)) : removeStaff(staff, change(who), at(0))
        expect(decision.ok).toBe(who !== 1)
        if (!decision.ok) continue
        staff = decision.events.reduce<Staff | undefined>(evolveStaff, staff)
        if (isAdding) expected.add(who)
        else expected.delete(who)
        for (const other of [1, 2, 3, 4, 5, 6]) expect(isStaff(staff, customerId(other))).toBe(expected.has(other))
        if (staff) expect(Staff.parse(staff)).toEqual(staff)
      }
    }),
  )
})
