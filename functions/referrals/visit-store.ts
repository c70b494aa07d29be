import { foldVisits, Visit, visitsReadMax } from '../../domain/referrals/visit.ts'
import { parseItem } from '../shared/event-log.ts'
import type { Item, Key, Reader, Write } from '../shared/storage.ts'
import { memberPk } from './member-store.ts'

/** Anonymous visits are kept as long as the longest attribution window, then deleted. */
const anonymousVisitDays = 180

const customerVisitKey = (customerId: string, { shopId, day, linkCode }: Visit): Key => ({
  table: 'referrals',
  pk: memberPk(shopId, customerId),
  sk: `VISIT#${day}#${linkCode}`,
})
const visitorPk = (visitorId: string) => `VISITOR#${visitorId}`
const visitorVisitKey = (visitorId: string, { shopId, day, linkCode }: Visit): Key => ({
  table: 'referrals',
  pk: visitorPk(visitorId),
  sk: `VISIT#${day}#${shopId}#${linkCode}`,
})

/** The last visits of a customer in a shop, latest day first. */
export async function loadVisits(db: Reader, shopId: string, customerId: string): Promise<Visit[]> {
  const pk = memberPk(shopId, customerId)
  const range = {
    table: 'referrals',
    pk,
    sk: { beginsWith: 'VISIT#' },
    newestFirst: true,
    limit: visitsReadMax,
  } as const
  return parseVisits(await db.query(range))
}

/** The last visits of a device on which nobody is logged in. */
export async function loadVisitorVisits(db: Reader, visitorId: string, limit: number): Promise<Visit[]> {
  const pk = visitorPk(visitorId)
  const range = { table: 'referrals', pk, sk: { beginsWith: 'VISIT#' }, newestFirst: true, limit } as const
  return parseVisits(await db.query(range))
}

const parseVisits = ({ items }: { readonly items: readonly Item[] }) => items.map((item) => Visit.parse(item))

/** Records visits of a customer, folded into what is there of the same link and day. */
export async function customerVisitWrites(db: Reader, customerId: string, visits: readonly Visit[]): Promise<Write[]> {
  const keys = visits.map((visit) => customerVisitKey(customerId, visit))
  const existing = await db.getMany(keys)
  return visits.map((visit, at) => foldWrite(customerVisitKey(customerId, visit), visit, existing[at]))
}

/** Records a visit of a device on which nobody is logged in. */
export async function visitorVisitWrite(db: Reader, visitorId: string, visit: Visit): Promise<Write> {
  const key = visitorVisitKey(visitorId, visit)
  const write = foldWrite(key, visit, await db.get(key))
  const expiresAt = Math.floor(Date.parse(visit.lastAt) / 1_000) + anonymousVisitDays * 86_400
  return write.kind === 'create' ? { ...write, attributes: { ...write.attributes, expiresAt } } : write
}

/** Takes a visit from a device, as it was read: one more opening meanwhile, and it is read again. */
export const takeVisitorVisit = (visitorId: string, visit: Visit): Write => ({
  kind: 'remove',
  name: `visit of device ${visit.shopId} ${visit.day} ${visit.linkCode}`,
  key: visitorVisitKey(visitorId, visit),
  guards: [{ attribute: 'count', is: '=', value: visit.count }],
})

function foldWrite(key: Key, visit: Visit, item: Item | undefined): Write {
  const existing = parseItem(Visit, item)
  const name = `visit ${visit.shopId} ${visit.day} ${visit.linkCode}`
  if (!existing) return { kind: 'create', name, key, attributes: visit }
  const { firstAt, lastAt, count, launchScene } = foldVisits(existing, visit)
  const scene = launchScene === undefined ? {} : { launchScene }
  const guards = [{ attribute: 'count', is: '=', value: existing.count }] as const
  return { kind: 'update', name, key, set: { firstAt, lastAt, count, ...scene }, guards }
}
