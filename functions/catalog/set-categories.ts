import * as z from 'zod'
import {
  Category,
  type CategoryList,
  categoriesMax,
  setCategories as decide,
  evolveCategories,
} from '../../domain/catalog/category.ts'
import { CustomerId, ShopId } from '../../domain/shared/ids.ts'
import { commit } from '../shared/commit.ts'
import { endpoint, pick, signedIn } from '../shared/http/endpoint.ts'
import { categoryWrites, loadCategories } from './category-store.ts'
import { catalogRefusals } from './refusals.ts'

export const setCategories = endpoint(
  {
    summary:
      'Set all categories of the shop, in the order in which they are shown. Products keep those taken away, unseen.',
    path: z.strictObject({ shopId: ShopId }),
    body: z.strictObject({ categories: z.array(Category).max(categoriesMax) }),
    reply: z.object({ categories: z.array(Category) }),
    status: 200,
    refusals: pick(catalogRefusals, 'category_id_repeated', 'category_name_repeated'),
  },
  async ({ path: { shopId }, body, caller }, context) => {
    const setBy = CustomerId.parse(signedIn(caller).customerId)
    return commit(context, async () => {
      const list = await loadCategories(context.db, shopId)
      const decision = decide(list, { shopId, setBy, ...body }, context.now())
      if (!decision.ok) return decision
      const after = decision.events.reduce<CategoryList | undefined>(evolveCategories, list)
      return { writes: categoryWrites(list, decision.events), reply: { categories: after?.categories ?? [] } }
    })
  },
)
