import { holdFor } from '../../domain/referrals/commission-hold.ts'
import { type CreditedSale, fraudSignals } from '../../domain/referrals/fraud.ts'
import { holdReasonOf } from '../../domain/referrals/hold-reason.ts'
import type { CommissionStep, KeptBack } from '../../domain/referrals/order-commission.ts'
import type { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import type { Mark } from '../../domain/shared/mark.ts'
import { loadOrder } from '../orders/order-store.ts'
import type { Reader, Write } from '../shared/storage.ts'
import type { CommissionEvent } from './apply-commission.ts'
import { commissionHoldWrite, loadCommissionHold } from './commission-hold-store.ts'
import { loadBought, loadCredited, saleNoteWrites } from './credited-sale-store.ts'
import { loadDevices, loadShopMarks, shopMarkWrites } from './mark-store.ts'
import { loadMember } from './member-store.ts'

/**
 * Looks at a sale that is paid or completed before its commission moves: what speaks against it holds it, in the same
 * transaction. What is remembered for later sales is written with it. Two sales of one moment may not see each other;
 * the second look, at completion, sees both.
 * @param steps of those who earn on the order.
 * @returns `held`: why the commission of all who earn on the order is kept back from now on.
 */
export async function screenSale(
  db: Reader,
  event: CommissionEvent,
  steps: readonly [direct: CommissionStep, second?: CommissionStep],
): Promise<{ readonly held?: KeptBack; readonly writes: readonly Write[] }> {
  const [{ after: direct }, second] = steps
  const { referrerId } = direct
  const [marks, devices] = await Promise.all([
    orderMarks(db, event),
    referrerId === null ? [] : loadDevices(db, event.customerId),
  ])
  const seen = event.type === 'order_paid' ? shopMarkWrites(event, marks, event.at) : []
  if (referrerId === null) return { writes: seen }
  const sale = creditedSale(event, referrerId, [...marks, ...devices])
  const late = event.type === 'order_refunded' && event.wasCompleted ? { lateRefundFen: event.refundFen } : {}
  const writes = [...seen, ...saleNoteWrites({ sale, ...late })]
  const held =
    event.type === 'order_refunded' ? undefined : await holdSale(db, event, sale, second?.after.referrerId ?? null)
  return held ? { held: held.keptBack, writes: [...writes, held.write] } : { writes }
}

async function orderMarks(db: Reader, { shopId, orderId }: CommissionEvent): Promise<Mark[]> {
  const order = await loadOrder(db, shopId, orderId)
  return order && 'marks' in order.delivery ? [...(order.delivery.marks ?? [])] : []
}

/** What every event of a sale knows of it, so that the events may come in any order. */
function creditedSale(event: CommissionEvent, referrerId: CustomerId, marks: readonly Mark[]): CreditedSale {
  const { shopId, orderId, customerId, paidAt, introducerId } = event
  const about = { shopId, orderId, referrerId, customerId, paidAt, marks: [...new Set(marks)].toSorted() }
  const released = event.type === 'order_completed' ? { releasedFen: event.netPaidFen } : {}
  return { ...about, isIntroduced: introducerId === referrerId, ...released, lateRefundedFen: 0, lateRefunds: 0 }
}

async function holdSale(db: Reader, event: CommissionEvent, sale: CreditedSale, secondId: CustomerId | null) {
  const { shopId, orderId, referrerId, customerId } = sale
  const [earner, second, credited, creditedToBuyer, before] = await Promise.all([
    loadEarner(db, shopId, referrerId),
    secondId === null ? undefined : loadEarner(db, shopId, secondId),
    loadCredited(db, shopId, referrerId),
    loadCredited(db, shopId, customerId),
    loadCommissionHold(db, shopId, orderId),
  ])
  const known = { sale, ...earner, credited, creditedToBuyer, ...(second ? { second } : {}) }
  const signals = fraudSignals(known, event.at)
  const hold = holdFor(before, { shopId, orderId, referrerId, signals, now: event.at })
  if (!hold) return undefined
  const keptBack = { decisionId: event.type, holdReason: holdReasonOf(signals), at: event.at }
  return { keptBack, write: commissionHoldWrite(hold) }
}

/** What a screening looks at of somebody who earns on the sale. */
async function loadEarner(db: Reader, shopId: ShopId, referrerId: CustomerId) {
  const [referrerMarks, { introduction: referrerIntroduction }, boughtByReferrer] = await Promise.all([
    loadShopMarks(db, shopId, referrerId),
    loadMember(db, shopId, referrerId),
    loadBought(db, shopId, referrerId),
  ])
  return { referrerId, referrerMarks, referrerIntroduction, boughtByReferrer }
}
