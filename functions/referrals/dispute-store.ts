import { AttributionDispute } from '../../domain/referrals/dispute.ts'
import { parseItem } from '../shared/event-log.ts'
import type { PageQuery } from '../shared/http/page.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'

type DisputeOf = Pick<AttributionDispute, 'shopId' | 'orderId'>

const disputePk = ({ shopId, orderId }: DisputeOf) => `DISPUTE#${shopId}#${orderId}`
const disputeKey = (of: DisputeOf & Pick<AttributionDispute, 'disputeId'>): Key => ({
  table: 'referrals',
  pk: disputePk(of),
  sk: `DISPUTE#${of.disputeId}`,
})
/** One dispute of each referrer about an order. */
const ofReferrerKey = (of: DisputeOf, referrerId: string): Key => ({
  table: 'referrals',
  pk: disputePk(of),
  sk: `BY#${referrerId}`,
})
const listPk = (shopId: string, isOpen: boolean) => `SHOP#${shopId}#${isOpen ? 'open' : 'answered'}`

const attributesOf = (dispute: AttributionDispute) => ({
  ...dispute,
  disputesPk: listPk(dispute.shopId, dispute.status === 'open'),
  disputesSk: `${dispute.openedAt}#${dispute.disputeId}`,
})

export const loadDispute = async (
  db: Reader,
  of: DisputeOf & Pick<AttributionDispute, 'disputeId'>,
): Promise<AttributionDispute | undefined> => parseItem(AttributionDispute, await db.get(disputeKey(of)))

export const hasDisputed = async (db: Reader, of: DisputeOf, referrerId: string): Promise<boolean> =>
  (await db.get(ofReferrerKey(of, referrerId))) !== undefined

export const newDisputeWrites = (dispute: AttributionDispute): Write[] => [
  { kind: 'create', name: 'dispute', key: disputeKey(dispute), attributes: attributesOf(dispute) },
  {
    kind: 'create',
    name: 'dispute of referrer',
    key: ofReferrerKey(dispute, dispute.referrerId),
    attributes: { disputeId: dispute.disputeId },
  },
]

export const answeredDisputeWrite = (before: AttributionDispute, after: AttributionDispute): Write => ({
  kind: 'replace',
  name: 'dispute',
  key: disputeKey(after),
  attributes: attributesOf(after),
  atVersion: before.version,
})

/** A receipt has at most fifty visits, and one dispute of each of their referrers. */
const disputesOfOrderMax = 100

export async function loadDisputes(db: Reader, of: DisputeOf): Promise<AttributionDispute[]> {
  const range = { table: 'referrals', pk: disputePk(of), sk: { beginsWith: 'DISPUTE#' } } as const
  const { items } = await db.query({ ...range, limit: disputesOfOrderMax })
  return items.map((item) => AttributionDispute.parse(item))
}

/** The disputes of a shop that wait for an answer, or that have one: the oldest first. From an index: a moment behind. */
export async function listDisputes(db: Reader, shopId: string, isOpen: boolean, page: PageQuery) {
  const range = { table: 'referrals', index: 'disputes', pk: listPk(shopId, isOpen) } as const
  const { items, ...rest } = await db.query({ ...range, ...page })
  return { disputes: items.map((item) => AttributionDispute.parse(item)), ...rest }
}
