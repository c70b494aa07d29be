import * as z from 'zod'
import { Category } from '../../domain/catalog/category.ts'
import { ShopId } from '../../domain/shared/ids.ts'
import { endpoint } from '../shared/http/endpoint.ts'
import { loadCategories } from './category-store.ts'

export const listCategories = endpoint(
  {
    summary: 'The categories of a shop, all of them, in their order.',
    path: z.strictObject({ shopId: ShopId }),
    reply: z.object({ categories: z.array(Category) }),
    status: 200,
    refusals: {},
  },
  async ({ path }, context) => {
    const list = await loadCategories(context.db, path.shopId)
    return { ok: true, reply: { categories: list?.categories ?? [] } }
  },
)
