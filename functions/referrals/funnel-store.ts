import * as z from 'zod'
import {
  Funnel,
  type FunnelOf,
  figureMoves,
  funnelStages,
  type Journey,
  type JourneyStep,
  type Person,
  takeStep,
} from '../../domain/referrals/funnel.ts'
import { addDays } from '../../domain/shared/time.ts'
import { expirySeconds } from '../shared/expiry-seconds.ts'
import { shardOf } from '../shared/shard-of.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'
import { anonymousVisitDays } from './visit-store.ts'

/** A funnel's figures are in this many parts, chosen by person: what goes round is opened by all at once. */
export const funnelParts = 8
/** Longer than a record of the stream can come again: a day in the stream, two weeks with those that failed. */
const claimDays = 30

const idOf = (person: Person) => (person.kind === 'device' ? person.visitorId : person.customerId)
const journeyPk = (shopId: string, personId: string) => `JOURNEY#${shopId}#${personId}`
const funnelId = ({ kind, id }: FunnelOf) => `${kind}#${id}`
const journeyKey = (shopId: string, of: FunnelOf, person: Person): Key => ({
  table: 'referrals',
  pk: journeyPk(shopId, idOf(person)),
  sk: `IN#${funnelId(of)}`,
})
const partKey = (shopId: string, of: FunnelOf, part: number): Key => ({
  table: 'referrals',
  pk: `FUNNEL#${shopId}#${funnelId(of)}`,
  sk: `PART#${part}`,
})
const claimKey = (shopId: string, person: Person, eventId: string): Key => ({
  table: 'referrals',
  pk: journeyPk(shopId, idOf(person)),
  sk: `COUNTED#${eventId}`,
})
const orderKey = (shopId: string, customerId: string, orderId: string): Key => ({
  table: 'referrals',
  pk: journeyPk(shopId, customerId),
  sk: `ORDER#${orderId}`,
})

const Stored = z.object({
  visits: z.int(),
  orders: z.int(),
  expiresAt: z.int().exactOptional(),
  version: z.int().min(1),
})

/** The writes by which a person goes on in each of these funnels, at the journeys as they were read, and the figures with
 *  them. */
export async function stepWrites(
  db: Reader,
  shopId: string,
  funnels: readonly FunnelOf[],
  step: JourneyStep,
  at: string,
): Promise<Write[]> {
  const { person } = step
  const items = await db.getMany(funnels.map((of) => journeyKey(shopId, of, person)))
  return funnels.flatMap((of, index) => {
    const stored = items[index] && Stored.parse(items[index])
    const { visits = 0, orders = 0, version = 0 } = stored ?? {}
    const before: Journey = { isCustomer: person.kind === 'customer', visits, orders }
    const after = takeStep(before, step)
    // A device that nobody saw for so long cannot be bound any more; it is forgotten like its visits.
    const expiresAt = Math.max(stored?.expiresAt ?? 0, expirySeconds(addDays(at, anonymousVisitDays)))
    const expiry = person.kind === 'device' ? { expiresAt } : {}
    const attributes = { visits: after.visits, orders: after.orders, version: version + 1, ...expiry }
    const key = journeyKey(shopId, of, person)
    const name = `journey ${key.pk} ${key.sk}`
    const journey: Write =
      version === 0
        ? { kind: 'create', name, key, attributes }
        : { kind: 'replace', name, key, attributes, atVersion: version }
    const isMoved = after.visits !== visits || after.orders !== orders
    const figures = figureWrites(shopId, of, person, figureMoves(before, step))
    return isMoved ? [journey, ...figures] : figures
  })
}

function figureWrites(shopId: string, of: FunnelOf, person: Person, moves: Funnel): Write[] {
  const add = Object.fromEntries(Object.entries(moves).filter(([, move]) => move !== 0))
  if (Object.keys(add).length === 0) return []
  const key = partKey(shopId, of, shardOf(idOf(person), funnelParts))
  // Of a device and its customer both may be in one part, and a transaction writes an item once: see `mergeFigures`.
  return [{ kind: 'update', name: `figures ${key.pk} ${key.sk}`, key, add }]
}

/** The same writes with those of one item's counters made one. */
export function mergeFigures(writes: readonly Write[]): Write[] {
  const merged = new Map<string, Write>()
  for (const write of writes) {
    const same = merged.get(write.name)
    if (same?.kind !== 'update' || write.kind !== 'update') merged.set(write.name, write)
    else merged.set(write.name, { ...same, add: sum(same.add, write.add) })
  }
  return [...merged.values()]
}

function sum(a: Readonly<Record<string, number>> = {}, b: Readonly<Record<string, number>> = {}) {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return Object.fromEntries([...names].map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]))
}

export const isCounted = async (db: Reader, shopId: string, person: Person, eventId: string): Promise<boolean> =>
  (await db.get(claimKey(shopId, person, eventId))) !== undefined

/** Claims an event: it counts once. */
export const claimWrite = (shopId: string, person: Person, eventId: string, at: string): Write => ({
  kind: 'create',
  name: 'claim',
  key: claimKey(shopId, person, eventId),
  attributes: { expiresAt: expirySeconds(addDays(at, claimDays)) },
})

/** What is known of an order in the funnels. Its version is the number of the order's event that told it. */
const CreditedOrder = z.object({ creditedFen: z.int().min(0), version: z.int().min(1) })
export type CreditedOrder = z.infer<typeof CreditedOrder>

type OrderOf = { readonly shopId: string; readonly customerId: string; readonly orderId: string }

export async function loadCreditedOrder(db: Reader, of: OrderOf): Promise<CreditedOrder | undefined> {
  const item = await db.get(orderKey(of.shopId, of.customerId, of.orderId))
  return item && CreditedOrder.parse(item)
}

export function creditedOrderWrite(of: OrderOf, before: CreditedOrder | undefined, attributes: CreditedOrder): Write {
  const about = { name: 'credited order', key: orderKey(of.shopId, of.customerId, of.orderId), attributes }
  return before ? { kind: 'replace', ...about, atVersion: before.version } : { kind: 'create', ...about }
}

/** The figures of a funnel: at the same cost whatever it has counted. */
export async function loadFunnel(db: Reader, shopId: string, of: FunnelOf): Promise<Funnel> {
  const [funnel] = await loadFunnels(db, shopId, [of])
  return funnel ?? Funnel.parse({})
}

/** The figures of several funnels, in that order, by one read: at most a hundred parts of them. */
export async function loadFunnels(db: Reader, shopId: string, funnels: readonly FunnelOf[]): Promise<Funnel[]> {
  if (funnels.length === 0) return []
  const numbers = Array.from({ length: funnelParts }, (_, part) => part)
  const items = await db.getMany(funnels.flatMap((of) => numbers.map((part) => partKey(shopId, of, part))))
  return funnels.map((_, at) => {
    const parts = items.slice(at * funnelParts, (at + 1) * funnelParts).map((item) => Funnel.parse(item ?? {}))
    const total = (stage: keyof Funnel) => parts.reduce((all, part) => all + part[stage], 0)
    return Funnel.parse(Object.fromEntries(funnelStages.map((stage) => [stage, total(stage)])))
  })
}
