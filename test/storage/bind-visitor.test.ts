import { afterAll, beforeAll, expect, test } from 'vitest'
import { boundVisitsMax } from '../../domain/referrals/visit.ts'
import { noWorth } from '../../domain/referrals/worth.ts'
import { VisitorId } from '../../domain/shared/ids.ts'
import { bindVisitor } from '../../functions/referrals/bind-visitor.ts'
import { chainWorthChange, changedNodeWrites } from '../../functions/referrals/chain-worth.ts'
import { loadVisitorVisits, loadVisits, visitorVisitWrites } from '../../functions/referrals/visit-store.ts'
import { transactionWritesMax } from '../../functions/shared/storage.ts'
import { visit } from '../domain/referrals/visits.ts'
import { customerId, shopId } from '../domain/shared/ids.ts'
import { type EmbeddedDatabase, startEmbeddedDatabase } from '../support/embedded-database.ts'

let at: EmbeddedDatabase
beforeAll(async () => {
  at = await startEmbeddedDatabase()
})
afterAll(() => at.close())

/** What a newcomer's login writes besides: the customer under three keys, the session and its event. */
const loginWrites = 5
/** What somebody bought in a shop before it was with us. */
const past = { ...noWorth, cohort: '2025-12', buyers: 1, orders: 1, purchaseDays: 1, amountFen: 100 }

test('a device with as many visits as are bound, each to a shop with a past of theirs and each an introduction, logs in at once', async () => {
  const visitorId = VisitorId.parse('vis_00000000000000000000000001')
  const now = '2026-03-02T08:00:00.000Z'
  const numbers = Array.from({ length: boundVisitsMax }, (_, index) => index + 1)
  for (const number of numbers) {
    const opened = { ...visit(100 + number, '2026-03-01T08:00:00.000Z'), shopId: shopId(number) }
    await at.database.transact(await visitorVisitWrites(at.database, visitorId, opened))
    const bought = { shopId: shopId(number), customerId: customerId(1), own: past }
    await at.database.transact(changedNodeWrites(await chainWorthChange(at.database, bought)))
  }
  const writes = await bindVisitor(at.database, { visitorId, customerId: customerId(1), now })
  expect(writes.length + loginWrites).toBeLessThanOrEqual(transactionWritesMax)
  expect(await at.database.transact(writes)).toEqual({ kind: 'written' })
  expect(await loadVisitorVisits(at.database, visitorId, 1)).toEqual([])
  for (const number of numbers) expect(await loadVisits(at.database, shopId(number), customerId(1))).toHaveLength(1)
})
