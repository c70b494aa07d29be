import { expect, test } from 'vitest'
import { type HoldReason, holdReasonTexts } from '../../domain/referrals/hold-reason.ts'
import { type CommissionStep, changeHold, noteSale, thenHold } from '../../domain/referrals/order-commission.ts'
import { openShop } from '../../domain/shops/open-shop.ts'
import { exportMyEntries } from '../../functions/referrals/export-my-entries.ts'
import { getOrderCommission } from '../../functions/referrals/get-order-commission.ts'
import { loadEntries } from '../../functions/referrals/ledger-store.ts'
import { listAccountEntries } from '../../functions/referrals/list-account-entries.ts'
import { listMyEntries } from '../../functions/referrals/list-my-entries.ts'
import { commissionWrites } from '../../functions/referrals/order-commission-store.ts'
import { shopWrites } from '../../functions/shops/shop-store.ts'
import { now, referrerId, sale, termsOf } from '../domain/referrals/sales.ts'
import { customerId, orderId, shopId } from '../domain/shared/ids.ts'
import { memoryDatabase } from '../http-frame/world.ts'
import { contextOf } from '../support/context.ts'

const caller = { customerId: referrerId, sessionId: 'ses', isOperator: false, roleInShop: 'owner' } as const

/** A shop in which a commission was kept back for that reason and cleared again, in words of its owner's. */
async function heldAndCleared(holdReason: HoldReason) {
  const db = memoryDatabase()
  const write = async (step: CommissionStep | undefined) =>
    expect(await db.transact(step ? await commissionWrites(db, [step]) : [])).toEqual({ kind: 'written' })
  const opening = openShop(
    undefined,
    { shopId: shopId(), ownerId: customerId(9), name: '茶', requestHash: 'h' },
    0,
    now,
  )
  const paid = noteSale(undefined, sale('order_paid', [3_000], termsOf([1_000])))
  if (!opening.ok || !paid) throw new Error('A shop sells')
  await db.transact(shopWrites(undefined, opening.events))
  const held = thenHold(paid, { decisionId: 'order_paid', holdReason, at: now })
  await write(held)
  await write(changeHold(held.after, 'none', { decisionId: 'hdc', reason: '看过了', at: now }))
  return db
}

test.each(Object.entries(holdReasonTexts))(
  '%s is stored as a code, and read in the reader’s language',
  async (code, texts) => {
    const db = await heldAndCleared(code as HoldReason)
    const [, kept] = await loadEntries(db, shopId(), orderId())
    expect(kept).toMatchObject({ kind: 'held', holdReason: code })
    expect(kept?.reason).toBeUndefined()
    const context = contextOf(db, () => now)
    const read = async (language: string) => {
      const raw = { headers: { 'accept-language': language }, body: Buffer.alloc(0) }
      const asked = { body: undefined, raw, caller, path: { shopId: shopId(), referrerId, orderId: orderId() } }
      const answers = [
        await listMyEntries.handle({ ...asked, query: { limit: 9 } }, context),
        await listAccountEntries.handle({ ...asked, query: { limit: 9 } }, context),
        await getOrderCommission.handle({ ...asked, query: undefined }, context),
        await exportMyEntries.handle({ ...asked, query: { limit: 9 } }, context),
      ]
      return answers.map((answer) => JSON.stringify(answer.ok && answer.reply))
    }
    const says = (answer: string) => [texts.zh, texts.en, '看过了'].map((text) => answer.includes(text))
    for (const answer of await read('zh')) expect(says(answer)).toEqual([true, false, true])
    for (const answer of await read('en')) expect(says(answer)).toEqual([false, true, true])
  },
)
