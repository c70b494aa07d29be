import { type CategoryEvent, CategoryList, evolveCategories } from '../../domain/catalog/category.ts'
import { assert } from '../../domain/shared/decision.ts'
import { parseItem, recordEvents } from '../shared/event-log.ts'
import type { Key, Reader, Write } from '../shared/storage.ts'

const categoriesKey = (shopId: string): Key => ({
  table: 'catalog',
  pk: `SHOP#${shopId}#CATEGORIES`,
  sk: 'CATEGORIES',
})

/** The categories of a shop; undefined where nobody has set any yet. */
export const loadCategories = async (db: Reader, shopId: string): Promise<CategoryList | undefined> =>
  parseItem(CategoryList, await db.get(categoriesKey(shopId)))

/** Holds a decision to the categories as they were read. */
export const checkCategories = ({ shopId, version }: CategoryList): Write => ({
  kind: 'check',
  name: 'categories',
  key: categoriesKey(shopId),
  guards: [{ attribute: 'version', is: '=', value: version }],
})

/** Records events of a shop's categories; `before` are those that were read. */
export function categoryWrites(before: CategoryList | undefined, events: readonly CategoryEvent[]): Write[] {
  if (events.length === 0) return []
  const state = events.reduce<CategoryList | undefined>(evolveCategories, before)
  assert(state !== undefined, 'an event leads to a list')
  const { table, pk, sk } = categoriesKey(state.shopId)
  return recordEvents({ table, pk, sk, versionBefore: before?.version ?? 0, state, events, name: 'categories' })
}
