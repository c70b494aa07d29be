import type { Person, VisitEvent } from '../../domain/referrals/funnel.ts'
import { foldVisits, Visit, visitsReadMax } from '../../domain/referrals/visit.ts'
import type { CustomerId, VisitorId } from '../../domain/shared/ids.ts'
import { addDays } from '../../domain/shared/time.ts'
import { parseItem, recordFact } from '../shared/event-log.ts'
import { expirySeconds } from '../shared/expiry-seconds.ts'
import type { Item, Key, Reader, Write } from '../shared/storage.ts'
import { memberPk } from './member-store.ts'

/** Anonymous visits are kept as long as the longest attribution window, then deleted. */
export const anonymousVisitDays = 180

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

/** Records a visit of a customer, folded into what is there of the same link and day; only the first of them is told. */
export async function customerVisitWrites(db: Reader, customerId: CustomerId, visit: Visit): Promise<Write[]> {
  const key = customerVisitKey(customerId, visit)
  const existing = await db.get(key)
  const write = foldWrite(key, visit, existing)
  return existing ? [write] : [write, visitedWrite(visit, { kind: 'customer', customerId })]
}

/** Records a visit of a device on which nobody is logged in, in the same way. */
export async function visitorVisitWrites(db: Reader, visitorId: VisitorId, visit: Visit): Promise<Write[]> {
  const key = visitorVisitKey(visitorId, visit)
  const write = foldWrite(key, visit, await db.get(key))
  if (write.kind !== 'create') return [write]
  const attributes = { ...write.attributes, expiresAt: anonymousUntil(visit.lastAt) }
  return [{ ...write, attributes }, visitedWrite(visit, { kind: 'device', visitorId })]
}

/** Makes the visits of a device, as they were read, those of a customer, and tells of each. */
export async function bindVisitWrites(
  db: Reader,
  visitorId: VisitorId,
  customerId: CustomerId,
  visits: readonly Visit[],
  now: string,
): Promise<Write[]> {
  const existing = await db.getMany(visits.map((visit) => customerVisitKey(customerId, visit)))
  return visits.flatMap((visit, at) => [
    takeVisitorVisit(visitorId, visit),
    foldWrite(customerVisitKey(customerId, visit), visit, existing[at]),
    boundWrite(visit, { visitorId, customerId, isRepeated: existing[at] !== undefined, at: now }),
  ])
}

const anonymousUntil = (at: string) => expirySeconds(addDays(at, anonymousVisitDays))

const factsOf = ({ shopId, linkCode, referrerId, channel }: Visit) => ({ shopId, linkCode, referrerId, channel })

const visitedWrite = (visit: Visit, person: Person): Write =>
  tell(visit, person.kind === 'device' ? person.visitorId : person.customerId, {
    type: 'link_visited',
    ...factsOf(visit),
    person,
    at: visit.lastAt,
  })

const boundWrite = (
  visit: Visit,
  bound: Pick<Extract<VisitEvent, { type: 'visit_bound' }>, 'visitorId' | 'customerId' | 'isRepeated' | 'at'>,
): Write => tell(visit, bound.visitorId, { type: 'visit_bound', ...factsOf(visit), ...bound })

/** An event beside the visits, which fold while it stays: it is there for who counts them, and as long as those of devices. */
function tell(visit: Visit, personId: string, event: VisitEvent): Write {
  const pk = `VISITED#${visit.shopId}#${personId}`
  const sk = `EVENT#${event.at}#${event.type}#${visit.day}#${visit.linkCode}`
  return recordFact({ table: 'referrals', pk, sk }, event, { expiresAt: anonymousUntil(event.at) })
}

/** Takes a visit from a device, as it was read: one more opening meanwhile, and it is read again. */
const takeVisitorVisit = (visitorId: string, visit: Visit): Write => ({
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
