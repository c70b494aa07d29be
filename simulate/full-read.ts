import * as z from 'zod'
import { type CountedStock, countStock, StockMain, StockShard } from '../domain/catalog/stock-parts.ts'
import { OrderEvent } from '../domain/orders/events.ts'
import { Order } from '../domain/orders/order.ts'
import { Payment, PaymentEvent, Refund } from '../domain/payments/payment.ts'
import { ChainNode } from '../domain/referrals/chain-node.ts'
import { CommissionHold } from '../domain/referrals/commission-hold.ts'
import { BookedEntry } from '../domain/referrals/ledger.ts'
import { Member, type MemberEvent } from '../domain/referrals/member.ts'
import { OrderCommission } from '../domain/referrals/order-commission.ts'
import { Payout } from '../domain/referrals/payout.ts'
import { type StoredMove, StoredMove as StoredMoveShape } from '../functions/catalog/stock-store.ts'
import { CommissionAccount } from '../functions/referrals/ledger-store.ts'
import { type StoredEvent, storedEvent } from '../functions/shared/event-log.ts'
import type { Item, TableName } from '../functions/shared/storage.ts'
import type { FakeTables } from './fake-tables.ts'

const anything = z.unknown()

/** A state and the events beside it, in their order. */
export type Aggregate<State, Event> = { readonly state: State; readonly events: readonly StoredEvent<Event>[] }

/** Everything that the tables hold, parsed, as the invariants look at it. */
export type FullRead = {
  readonly orders: readonly Aggregate<Order, OrderEvent>[]
  readonly payments: readonly Aggregate<Payment, PaymentEvent>[]
  readonly members: readonly Aggregate<Member, MemberEvent>[]
  readonly refunds: readonly Refund[]
  readonly stocks: readonly CountedStock[]
  readonly moves: readonly StoredMove[]
  /** Open holds of each buyer who ever had one. */
  readonly holds: readonly { readonly pk: string; readonly open: number }[]
  readonly entries: readonly BookedEntry[]
  readonly commissions: readonly OrderCommission[]
  readonly secondCommissions: readonly OrderCommission[]
  readonly payouts: readonly Payout[]
  readonly commissionHolds: readonly CommissionHold[]
  readonly accounts: readonly CommissionAccount[]
  readonly chainNodes: readonly ChainNode[]
  readonly repurchaseItems: readonly Item[]
  readonly referralsItems: readonly Item[]
}

/** Reads all tables. Throws for an item that has not the shape of its kind. */
export function readAll(tables: Pick<FakeTables, 'items'>): FullRead {
  const all = (table: TableName) => [...tables.items(table)]
  const [catalog, orders, payments, referrals] = (['catalog', 'orders', 'payments', 'referrals'] as const).map(all)
  if (!catalog || !orders || !payments || !referrals) throw new Error('A table is missing')
  return {
    orders: aggregates(orders, 'ORDER', Order, (value) => OrderEvent.parse(value)),
    payments: aggregates(payments, 'PAYMENT', Payment, (value) => PaymentEvent.parse(value)),
    // Nobody reads these events yet, so they have no shape of their own.
    members: aggregates(referrals, 'MEMBER', Member, (value) => value as MemberEvent),
    refunds: parsed(payments, 'REFUND#', Refund),
    stocks: parsed(catalog, 'STOCK#', StockMain).map((main) => countStock({ main, shards: shardsOf(catalog, main) })),
    moves: parsed(catalog, 'MOVE#', StoredMoveShape),
    holds: orders.filter(({ sk }) => sk === 'HOLDS').map(({ pk, open }) => ({ pk, open: Number(open) })),
    entries: parsed(referrals, 'ENTRY#', BookedEntry),
    commissions: parsed(referrals, 'STATE', OrderCommission),
    secondCommissions: parsed(referrals, 'SECOND', OrderCommission),
    payouts: parsed(referrals, 'PAYOUT', Payout),
    commissionHolds: parsed(referrals, 'HOLD', CommissionHold),
    accounts: parsed(referrals, 'BALANCE', CommissionAccount),
    chainNodes: referrals.filter(({ sk }) => sk === 'CHAIN').map((item) => ChainNode.parse(item)),
    repurchaseItems: all('repurchase'),
    referralsItems: referrals,
  }
}

/** All shards there are, whether the main counters know of them or not. */
const shardsOf = (catalog: readonly Item[], { shopId, productId, skuId }: StockMain) =>
  parsed(
    catalog.filter(({ pk }) => pk.startsWith(`SHOP#${shopId}#PRODUCT#${productId}#STOCK#${skuId}#`)),
    'SHARD',
    StockShard,
  )

const parsed = <State>(items: readonly Item[], skPrefix: string, shape: z.ZodType<State>): State[] =>
  items.filter(({ sk }) => sk.startsWith(skPrefix)).map((item) => shape.parse(item))

function aggregates<State, Event>(
  items: readonly Item[],
  stateSk: string,
  shape: z.ZodType<State>,
  parseEvent: (value: unknown) => Event,
): Aggregate<State, Event>[] {
  const frame = storedEvent(anything)
  const events = new Map<string, StoredEvent<Event>[]>()
  for (const item of items) {
    if (!item.sk.startsWith('EVENT#')) continue
    const stored = frame.parse(item)
    const list = events.get(item.pk) ?? []
    list.push({ ...stored, event: parseEvent(stored.event) })
    events.set(item.pk, list)
  }
  return items
    .filter(({ sk }) => sk === stateSk)
    .map((item) => ({ state: shape.parse(item), events: events.get(item.pk) ?? [] }))
}
