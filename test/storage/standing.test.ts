import { expect, test } from 'vitest'
import { leave } from '../../domain/referrals/standing.ts'
import { addMinutes } from '../../domain/shared/time.ts'
import { openShop } from '../../domain/shops/open-shop.ts'
import { createLink } from '../../functions/referrals/create-link.ts'
import { loadCreditedBy } from '../../functions/referrals/credited-by.ts'
import { findLink } from '../../functions/referrals/link-store.ts'
import { loadMember, memberWrites } from '../../functions/referrals/member-store.ts'
import { visitOfCustomer } from '../../functions/referrals/visit-of-customer.ts'
import type { Database } from '../../functions/shared/storage.ts'
import { shopWrites } from '../../functions/shops/shop-store.ts'
import { visit } from '../domain/referrals/visits.ts'
import { customerId, shopId } from '../domain/shared/ids.ts'
import { memoryDatabase } from '../http-frame/world.ts'
import { contextOf } from '../support/context.ts'

const now = '2026-03-01T08:00:00.000Z'
const later = addMinutes(now, 5)
const [buyer, referrer] = [customerId(1), customerId(2)]

async function leaves(db: Database): Promise<void> {
  const member = await loadMember(db, shopId(), referrer)
  expect(await db.transact(memberWrites(member, leave(member.standing, later)))).toEqual({ kind: 'written' })
}

test('who leaves while a link is made has no link', async () => {
  const memory = memoryDatabase()
  const opening = openShop(
    undefined,
    { shopId: shopId(), ownerId: customerId(9), name: '茶', requestHash: 'hash' },
    0,
    now,
  )
  if (!opening.ok) throw new Error('A shop opens')
  await memory.transact(shopWrites(undefined, opening.events))
  let hasLeft = false
  const db: Database = {
    ...memory,
    async transact(writes) {
      if (!hasLeft) await leaves(memory)
      hasLeft = true
      return memory.transact(writes)
    },
  }
  const answer = await createLink.handle(
    {
      ...{ path: { shopId: shopId() }, query: undefined, body: { channel: 'group' } },
      caller: { customerId: referrer, sessionId: 'ses', isOperator: false },
      raw: { headers: {}, body: Buffer.alloc(0) },
    },
    { ...contextOf(db, () => now), linkPage: '' },
  )
  expect(answer).toEqual({ ok: false, refusal: { code: 'referrals_left' } })
  const found = await findLink(memory, { shopId: shopId(), referrerId: referrer, channel: 'group' })
  expect(found).toEqual({ link: undefined, count: 0 })
})

test('what an order may be credited by says who takes no part; nobody is introduced by them', async () => {
  const db = memoryDatabase()
  const opens = async (who: typeof buyer, at: string) => {
    const { writes, reason } = await visitOfCustomer(db, who, visit(2, at))
    expect(await db.transact(writes)).toEqual({ kind: 'written' })
    return reason
  }
  const creditedBy = async () => {
    const { visits, introduction } = await loadCreditedBy(db, shopId(), buyer)
    return [visits.map(({ isVoid }) => isVoid), introduction?.isVoid]
  }
  expect(await opens(buyer, now)).toBeUndefined()
  expect(await creditedBy()).toEqual([[false], false])
  await leaves(db)
  expect(await creditedBy()).toEqual([[true], true])
  expect(await opens(customerId(3), later)).toBe('not_referring')
  expect((await loadMember(db, shopId(), customerId(3))).introduction).toBeNull()
  expect((await loadMember(db, shopId(), buyer)).introduction).toMatchObject({ introducerId: referrer })
})
