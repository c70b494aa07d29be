import * as z from 'zod'
import type { Attributes, Item, Key, TableName, Write } from './storage.ts'

/** Digits of an event's number in its key, so that events sort as they happened. */
const eventNumberDigits = 6
/** Events that one aggregate may have; far beyond any real life of an order or product. */
const eventsPerAggregateMax = 10 ** eventNumberDigits - 1

type Recorded = { readonly type: string; readonly at: string }

/**
 * The writes that record events of one aggregate and the state that they lead to, in one partition.
 * State: one item under `sk`, versioned by the number of events so far. Each event: an item of its own beside it, the
 * audit trail and the outbox in one, since the table's stream carries it to the consumers.
 * @param versionBefore number of events the state was read at; 0 for a new aggregate.
 */
export function recordEvents(aggregate: {
  readonly table: TableName
  readonly pk: string
  readonly sk: string
  readonly versionBefore: number
  readonly state: Attributes
  readonly events: readonly Recorded[]
  /** Name of the state's write; the events' names are made from it. */
  readonly name: string
}): Write[] {
  const { table, pk, sk, versionBefore, events, name } = aggregate
  if (events.length === 0) return []
  const version = versionBefore + events.length
  if (version > eventsPerAggregateMax) throw new RangeError(`More than ${eventsPerAggregateMax} events in ${pk}`)
  const key = { table, pk, sk }
  const attributes = { ...aggregate.state, version }
  const state: Write =
    versionBefore === 0
      ? { kind: 'create', name, key, attributes }
      : { kind: 'replace', name, key, attributes, atVersion: versionBefore }
  return [state, ...events.map((event, at) => eventWrite(key, versionBefore + at + 1, event, name))]
}

function eventWrite(key: { table: TableName; pk: string }, number: number, event: Recorded, name: string): Write {
  const digits = String(number).padStart(eventNumberDigits, '0')
  return {
    kind: 'create',
    name: `${name} event ${number}`,
    key: { table: key.table, pk: key.pk, sk: `EVENT#${digits}` },
    attributes: {
      eventId: `${key.pk}#${digits}`,
      eventNumber: number,
      eventType: event.type,
      occurredAt: event.at,
      event: event as unknown as Attributes,
    },
  }
}

/** An event that belongs to no state: a fact for the consumers alone. The key is its own for ever, and is its id. */
export const recordFact = (key: Key, event: Recorded, more: Attributes = {}): Write => ({
  kind: 'create',
  name: `fact ${key.pk} ${key.sk}`,
  key,
  attributes: {
    ...more,
    eventId: `${key.pk}#${key.sk}`,
    eventNumber: 1,
    eventType: event.type,
    occurredAt: event.at,
    event: event as unknown as Attributes,
  },
})

/** An event as consumers get it: its id, its number within its aggregate, and itself. */
export type StoredEvent<Event> = { readonly eventId: string; readonly eventNumber: number; readonly event: Event }

/** Shape of a stored event item, for events of the given shape. */
export const storedEvent = <Event>(event: z.ZodType<Event>) =>
  z.object({ eventId: z.string(), eventNumber: z.int().min(1), event })

/** State as stored, without keys: parsed by its own shape. */
export const parseItem = <State>(shape: z.ZodType<State>, item: Item | undefined): State | undefined =>
  item === undefined ? undefined : shape.parse(item)
