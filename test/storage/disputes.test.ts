import { expect, test } from 'vitest'
import { type AttributionDispute, answerDispute } from '../../domain/referrals/dispute.ts'
import { answeredDisputeWrite, listDisputes, newDisputeWrites } from '../../functions/referrals/dispute-store.ts'
import { customerId, disputeId, orderId, shopId } from '../domain/shared/ids.ts'
import { memoryDatabase } from '../http-frame/world.ts'

const openedAt = '2026-03-01T08:00:00.000Z'
const dispute = (number: number, shop = 1): AttributionDispute => ({
  ...{ status: 'open', disputeId: disputeId(number), shopId: shopId(shop), orderId: orderId(number) },
  ...{ referrerId: customerId(2), statement: '是我带来的', openedAt, version: 1 },
})

test('a shop is listed its own disputes, those that wait apart from those that were answered', async () => {
  const db = memoryDatabase()
  for (const each of [dispute(1), dispute(2), dispute(3, 2)])
    expect(await db.transact(newDisputeWrites(each))).toEqual({ kind: 'written' })
  const answer = answerDispute(dispute(1), { outcome: 'uphold', reason: '以记录为准' }, customerId(9), openedAt)
  if (!answer.ok || !answer.dispute) return expect.fail('an open dispute is answered')
  await db.transact([answeredDisputeWrite(dispute(1), answer.dispute)])
  const listed = async (shop: number, isOpen: boolean) =>
    (await listDisputes(db, shopId(shop), isOpen, { limit: 10 })).disputes.map((each) => each.disputeId)
  expect([await listed(1, true), await listed(1, false)]).toEqual([[disputeId(2)], [disputeId(1)]])
  expect([await listed(2, true), await listed(2, false)]).toEqual([[disputeId(3)], []])
})
