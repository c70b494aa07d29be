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
const named = (who: number, name = '小李') => ({ ...change(who), name })
const added = (who: number): StaffEvent => ({ type: 'staff_added', at: at(who), ...named(who) })
const staffOf = (...events: StaffEvent[]) => events.reduce<Staff | undefined>(evolveStaff, undefined)
const refusal = (code: string, field?: string) => ({ ok: false, refusal: field ? { code, field } : { code } })

test('a customer becomes staff', () => {
  expect(addStaff(undefined, named(2), known, at(0))).toEqual({
    ok: true,
    events: [{ type: 'staff_added', at: at(0), ...named(2) }],
  })
})

test('who is staff already stays so without another event, even at the limits', () => {
  expect(addStaff(staffOf(added(2)), named(2), { staffRoles: staffRolesMax }, at(9))).toEqual({ ok: true, events: [] })
})

test('who is staff already is called by another name from then on, even at the limits, and stays as long', () => {
  const before = staffOf(added(2), added(3))
  const decision = addStaff(before, named(2, '阿芳'), { staffRoles: staffRolesMax }, at(9))
  expect(decision).toEqual({ ok: true, events: [{ type: 'staff_renamed', at: at(9), ...named(2, '阿芳') }] })
  const [first, second] =
    staffOf(added(2), added(3), { type: 'staff_renamed', at: at(9), ...named(2, '阿芳') })?.members ?? []
  expect([first, second]).toMatchObject([
    { customerId: customerId(2), name: '阿芳', since: at(2) },
    { customerId: customerId(3), name: '小李', since: at(3) },
  ])
})

test('refuses someone who never logged in', () => {
  expect(addStaff(undefined, named(2), undefined, at(0))).toEqual(refusal('customer_not_found', 'path.customerId'))
})

test('refuses the owner as staff, to add and to remove', () => {
  expect(addStaff(undefined, named(1), known, at(0))).toEqual(refusal('owner_is_not_staff', 'path.customerId'))
  expect(removeStaff(undefined, change(1), at(0))).toEqual(refusal('owner_is_not_staff', 'path.customerId'))
})

test('refuses more staff than a shop may have', () => {
  const full = staffOf(...Array.from({ length: staffMax }, (_, index) => added(index + 2)))
  expect(addStaff(full, named(1000), known, at(0))).toEqual(refusal('staff_limit_reached'))
})

test('refuses a customer who is staff of as many shops as one may be', () => {
  const busy = { staffRoles: staffRolesMax }
  expect(addStaff(undefined, named(2), busy, at(0))).toEqual(refusal('staff_role_limit_reached', 'path.customerId'))
})

test('removing somebody who is not staff makes no event', () => {
  expect(removeStaff(staffOf(added(2)), change(3), at(0))).toEqual({ ok: true, events: [] })
})

test('the staff are those who were added and not removed since, whatever the order', () => {
  const step = fc.record({
    isAdding: fc.boolean(),
    who: fc.integer({ min: 1, max: 6 }),
    name: fc.constantFrom('小李', '阿芳'),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const expected = new Map<number, string>()
      let staff: Staff | undefined
      for (const { isAdding, who, name } of steps) {
        const decision = isAdding
          ? addStaff(staff, named(who, name), known, at(0))
          : removeStaff(staff, change(who), at(0))
        expect(decision.ok).toBe(who !== 1)
        if (!decision.ok) continue
        staff = decision.events.reduce<Staff | undefined>(evolveStaff, staff)
        if (isAdding) expected.set(who, name)
        else expected.delete(who)
        for (const other of [1, 2, 3, 4, 5, 6]) expect(isStaff(staff, customerId(other))).toBe(expected.has(other))
        for (const [member, called] of expected)
          expect(staff?.members).toContainEqual(
            expect.objectContaining({ customerId: customerId(member), name: called }),
          )
        if (staff) expect(Staff.parse(staff)).toEqual(staff)
      }
    }),
  )
})
