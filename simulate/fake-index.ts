import type { Item } from '../functions/shared/storage.ts'
import { type IndexSpec, tableKeys } from '../infra/tables.ts'
import { InvalidRequest } from './fake-conditions.ts'
import { createSortedMap, type SortedMap } from './sorted-map.ts'

/** An item's place in an index: the keys, apart by what no key contains, so that texts sort as the triples do. */
const separator = '\u0000'

/** A secondary index: what it shows of each item that has its two key attributes. */
export type FakeIndex = {
  readonly spec: IndexSpec
  /** Shows the item as it is now; undefined takes it out. */
  show(pk: string, sk: string, item: Item | undefined): void
  partition(indexPk: string): SortedMap<Item>
}

export function createFakeIndex(spec: IndexSpec): FakeIndex {
  const partitions = new Map<string, SortedMap<Item>>()
  const places = new Map<string, { readonly indexPk: string; readonly place: string }>()
  const partition = (indexPk: string) => {
    const known = partitions.get(indexPk)
    if (known) return known
    const made = createSortedMap<Item>()
    partitions.set(indexPk, made)
    return made
  }
  return {
    spec,
    partition,
    show(pk, sk, item) {
      const id = pk + separator + sk
      const before = places.get(id)
      const indexPk = item?.[spec.partitionKey]
      const indexSk = item?.[spec.sortKey]
      const isShown = item && typeof indexPk === 'string' && typeof indexSk === 'string'
      const place = `${indexSk}${separator}${id}`
      if (before && (!isShown || before.place !== place || before.indexPk !== indexPk)) {
        partition(before.indexPk).delete(before.place)
        places.delete(id)
      }
      if (!isShown) return
      partition(indexPk).set(place, projected(spec, item))
      places.set(id, { indexPk, place })
    },
  }
}

/** Sort key of the index in an item's place. */
export const sortKeyOf = (place: string): string => place.slice(0, place.indexOf(separator))

/** Place of an item in its index. */
export const placeOf = (indexSk: string, pk: string, sk: string): string => [indexSk, pk, sk].join(separator)

function projected(spec: IndexSpec, item: Item): Item {
  if (spec.projection === 'ALL') return item
  const names = [tableKeys.partition, tableKeys.sort, spec.partitionKey, spec.sortKey]
  return Object.freeze(Object.fromEntries(names.map((name) => [name, item[name] ?? null]))) as Item
}

/** An index takes non-empty text as its keys and refuses the whole write otherwise. */
export function assertIndexable(spec: IndexSpec, item: Item): void {
  for (const name of [spec.partitionKey, spec.sortKey]) {
    const value = item[name]
    if (value !== undefined && (typeof value !== 'string' || value === ''))
      throw new InvalidRequest(`${name} is no key of the index ${spec.name}`)
  }
}
