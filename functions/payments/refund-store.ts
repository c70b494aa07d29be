import { Refund, type RefundEvent } from '../../domain/payments/payment.ts'
import { dueShardPk } from '../shared/due-shards.ts'
import { parseItem } from '../shared/event-log.ts'
import { type Attributes, type Item, type Key, queryLimitMax, type Reader, type Write } from '../shared/storage.ts'
import { dayAttributes } from './day-index.ts'
import { paymentPk } from './payment-store.ts'

type RefundId = Pick<Refund, 'paymentNo' | 'refundNo'>

const refundKey = ({ paymentNo, refundNo }: RefundId): Key => ({
  table: 'payments',
  pk: paymentPk(paymentNo),
  sk: `REFUND#${refundNo}`,
})

export const loadRefund = async (
  db: Reader,
  id: { paymentNo: string; refundNo: string },
): Promise<Refund | undefined> => parseItem(Refund, await db.get(refundKey(id as RefundId)))

/** A refund with its place in the index of what is due, as long as something is left to do, and in that of its shop's
 *  day, from its success on. */
const attributes = (refund: Refund) => ({
  ...refund,
  ...(refund.nextAttemptAt === undefined ? {} : { duePk: dueShardPk(refund.refundNo), dueAt: refund.nextAttemptAt }),
  ...(refund.succeededAt === undefined ? {} : dayAttributes(refund.shopId, refund.succeededAt, refund.refundNo)),
})

export const createRefund = (refund: Refund): Write => ({
  kind: 'create',
  name: 'new refund',
  key: refundKey(refund),
  attributes: attributes(refund),
})

/** The refund after a change; `before` is as it was read. */
export const replaceRefund = (before: Refund, after: Refund): Write[] =>
  after.version === before.version
    ? []
    : [
        {
          kind: 'replace',
          name: 'refund',
          key: refundKey(after),
          attributes: attributes(after),
          atVersion: before.version,
        },
      ]

/** The refunds of a payment. An order has fewer cases of after-sales than one query brings. */
export async function listRefunds(db: Reader, paymentNo: string): Promise<Refund[]> {
  const range = {
    table: 'payments',
    pk: paymentPk(paymentNo),
    sk: { beginsWith: 'REFUND#' },
    limit: queryLimitMax,
  } as const
  const { items } = await db.query(range)
  return items.map((item) => Refund.parse(item))
}

/** Records what became of a refund, for the stream: one item for each of WeChat's last words, and for each redirection. */
export function refundEventWrite(refund: Refund, event: RefundEvent): Write {
  const { refundNo, status, version } = refund
  const what = event.type === 'refund_redirected' ? `redirected#${version}` : status
  const key: Key = { table: 'payments', pk: paymentPk(refund.paymentNo), sk: `REFUND_EVENT#${refundNo}#${what}` }
  const attributes = {
    eventId: `${key.pk}#${key.sk}`,
    eventNumber: version,
    eventType: event.type,
    occurredAt: event.at,
    event: event satisfies Attributes,
  }
  return { kind: 'create', name: 'refund event', key, attributes }
}

/** Which refunds of a shard are due, the longest waiting first. From an index that holds keys only. */
export async function listDueRefunds(db: Reader, duePk: string, now: string, limit: number): Promise<RefundKey[]> {
  const { items } = await db.query({
    table: 'payments',
    index: 'due',
    pk: duePk,
    sk: { from: '0', to: now },
    limit,
  })
  return items.map(keyOf)
}

export type RefundKey = { readonly paymentNo: string; readonly refundNo: string }

const keyOf = ({ pk, sk }: Item): RefundKey => ({
  paymentNo: pk.slice(paymentPk('').length),
  refundNo: sk.slice('REFUND#'.length),
})
