import { expect, test } from 'vitest'
import {
  CategoryIds,
  CategoryList,
  categoriesPerProductMax,
  evolveCategories,
  refuseUnknownCategory,
  setCategories,
} from '../../../domain/catalog/category.ts'
import { categoryId, customerId, shopId } from '../shared/ids.ts'
import { made } from '../shared/made.ts'

const now = '2026-03-01T08:00:00.000Z'
const tea = { categoryId: categoryId(1), name: '茶' }
const cups = { categoryId: categoryId(2), name: '杯' }
const command = (...categories: (typeof tea)[]) => ({ shopId: shopId(), setBy: customerId(), categories })
const after = (before: CategoryList | undefined, ...categories: (typeof tea)[]) =>
  made(setCategories(before, command(...categories), now)).reduce<CategoryList | undefined>(evolveCategories, before)

test('a list is set whole and in its order; one that is so already is no event', () => {
  const list = after(undefined, tea, cups)
  expect(list).toEqual({ shopId: shopId(), categories: [tea, cups], version: 1 })
  expect(made(setCategories(list, command(tea, cups), now))).toEqual([])
  expect(made(setCategories(undefined, command(), now))).toEqual([])
  expect(after(list, cups, tea)).toMatchObject({ categories: [cups, tea], version: 2 })
  expect(after(list, { ...tea, name: '春茶' }, cups)).toMatchObject({
    categories: [{ name: '春茶' }, cups],
    version: 2,
  })
  expect(after(list)).toMatchObject({ categories: [], version: 2 })
})

test.each([
  ['id', { ...tea, name: '水' }, 'category_id_repeated', 'body.categories.2.categoryId'],
  ['name', { ...tea, categoryId: categoryId(3) }, 'category_name_repeated', 'body.categories.2.name'],
])('refuses an %s that is there twice', (_, third, code, field) => {
  expect(setCategories(undefined, command(tea, cups, third), now)).toEqual({ ok: false, refusal: { code, field } })
})

test('refuses a category that the shop does not have, but not one that the product is in already', () => {
  const list = CategoryList.parse({ ...command(tea), version: 1 })
  expect(refuseUnknownCategory(list, [tea.categoryId])).toBeUndefined()
  const unknown = { code: 'category_not_found', field: 'body.categoryIds.1' }
  expect(refuseUnknownCategory(list, [tea.categoryId, cups.categoryId])).toEqual(unknown)
  expect(refuseUnknownCategory(list, [tea.categoryId, cups.categoryId], [cups.categoryId])).toBeUndefined()
  expect(refuseUnknownCategory(undefined, [])).toBeUndefined()
  expect(refuseUnknownCategory(undefined, [tea.categoryId])).toEqual({ ...unknown, field: 'body.categoryIds.0' })
})

test('a product is in few categories, and in each once', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, at) => categoryId(at + 1))
  expect(CategoryIds.safeParse(ids(categoriesPerProductMax)).success).toBe(true)
  expect(CategoryIds.safeParse(ids(categoriesPerProductMax + 1)).success).toBe(false)
  expect(CategoryIds.safeParse([categoryId(), categoryId()]).success).toBe(false)
})
