import type { CustomerId } from '../shared/ids.ts'
import {
  type CommissionStep,
  changeHold,
  type Decided,
  noteSale,
  type OrderCommission,
  reattribute,
  type SaleEvent,
} from './order-commission.ts'

/** The commission of an order by who earns it. Both take in the same events in the same transactions; `second` is there
 *  only where the order's terms have one. */
export type OrderCommissions = {
  readonly direct: OrderCommission | undefined
  readonly second: OrderCommission | undefined
}

const stepsOf = (...steps: readonly (CommissionStep | undefined)[]) => steps.filter((step) => step !== undefined)

/** Takes in one event for all who earn on the order; no steps where it was taken in before. The direct one comes first. */
export const noteSales = ({ direct, second }: OrderCommissions, event: SaleEvent): CommissionStep[] =>
  stepsOf(noteSale(direct, event), event.commission?.second ? noteSale(second, event, 'second') : undefined)

/** What is decided about an order's commission counts for all who earn on it. */
export const changeHolds = (
  { direct, second }: OrderCommissions,
  hold: OrderCommission['hold'],
  decided: Decided,
): CommissionStep[] => stepsOf(direct && changeHold(direct, hold, decided), second && changeHold(second, hold, decided))

/** Moves an order to another direct referrer. The second level's part goes back to the shop: whose introducer earned it
 *  has not brought the order, and no receipt names the introducer of who has. */
export function reattributeOrder(
  { direct, second }: OrderCommissions,
  referrerId: CustomerId | null,
  decided: Decided,
): CommissionStep[] {
  const moved = direct && reattribute(direct, referrerId, decided)
  return moved ? stepsOf(moved, second && reattribute(second, null, decided)) : []
}
