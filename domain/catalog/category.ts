import * as z from 'zod'
import { assert, type Decision, decided, type Refusal, refused } from '../shared/decision.ts'
import { CategoryId, type CustomerId, ShopId } from '../shared/ids.ts'
import { lineOfText } from '../shared/text.ts'

/** A list that a customer still looks through on a phone. */
export const categoriesMax = 50
/** A product that is in more is in the way in most of them. */
export const categoriesPerProductMax = 5

/** A shop's own word for some of its products. */
export const Category = z.strictObject({ categoryId: CategoryId, name: lineOfText.min(1).max(20) })
export type Category = z.infer<typeof Category>

/** The categories that a product is in. */
export const CategoryIds = z
  .array(CategoryId)
  .max(categoriesPerProductMax)
  .refine((ids) => new Set(ids).size === ids.length, 'no category twice')

/** All categories of a shop in the order in which they are shown. */
export const CategoryList = z.object({
  shopId: ShopId,
  categories: z.array(Category).max(categoriesMax),
  /** Number of its events. */
  version: z.int().min(1),
})
export type CategoryList = z.infer<typeof CategoryList>

export type CategoryEvent = {
  readonly type: 'categories_set'
  readonly at: string
  readonly shopId: ShopId
  readonly setBy: CustomerId
  /** All of them, as they are from now on. */
  readonly categories: Category[]
}

export type CategoryRefusal = Refusal<'category_id_repeated' | 'category_name_repeated'>

/** Sets all categories of a shop at once. A list that is so already makes no event. Refuses an id or a name that is there twice. */
export function setCategories(
  list: CategoryList | undefined,
  command: Pick<CategoryEvent, 'shopId' | 'setBy' | 'categories'>,
  now: string,
): Decision<CategoryEvent, CategoryRefusal> {
  const { categories } = command
  for (const [at, { categoryId, name }] of categories.entries()) {
    const before = categories.slice(0, at)
    if (before.some((each) => each.categoryId === categoryId))
      return refused('category_id_repeated', `body.categories.${at}.categoryId`)
    if (before.some((each) => each.name === name))
      return refused('category_name_repeated', `body.categories.${at}.name`)
  }
  return isSame(list?.categories ?? [], categories)
    ? decided()
    : decided({ type: 'categories_set', at: now, ...command })
}

const isSame = (some: readonly Category[], others: readonly Category[]) =>
  some.length === others.length &&
  some.every(({ categoryId, name }, at) => others[at]?.categoryId === categoryId && others[at].name === name)

export function evolveCategories(list: CategoryList | undefined, { shopId, categories }: CategoryEvent): CategoryList {
  assert(list === undefined || list.shopId === shopId, 'a list of categories stays with its shop')
  return { shopId, categories, version: (list?.version ?? 0) + 1 }
}

/** Refuses a category that the shop does not have. What a product was in before is not asked about again. */
export function refuseUnknownCategory(
  list: CategoryList | undefined,
  categoryIds: readonly CategoryId[],
  before: readonly CategoryId[] = [],
): Refusal<'category_not_found'> | undefined {
  const known = new Set([...before, ...(list?.categories ?? []).map(({ categoryId }) => categoryId)])
  const at = categoryIds.findIndex((categoryId) => !known.has(categoryId))
  return at < 0 ? undefined : { code: 'category_not_found', field: `body.categoryIds.${at}` }
}
