import { type Item, queryLimitMax, type RangeQuery, type Reader } from './storage.ts'

/** Every item of a range, page by page: for what is whole only together. Who has enough stops. */
export async function* everyItem(db: Reader, range: Omit<RangeQuery, 'limit' | 'cursor'>): AsyncGenerator<Item> {
  let next: { readonly cursor?: string } = {}
  do {
    const page = await db.query({ ...range, limit: queryLimitMax, ...next })
    yield* page.items
    next = page.cursor === undefined ? {} : { cursor: page.cursor }
  } while (next.cursor !== undefined)
}
