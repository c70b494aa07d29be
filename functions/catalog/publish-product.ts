import * as z from 'zod'
import { publishProduct as decide } from '../../domain/catalog/product.ts'
import { ProductId, ShopId } from '../../domain/shared/ids.ts'
import { endpoint, pick } from '../shared/http/endpoint.ts'
import { changeProduct } from './change-product.ts'
import { ProductStatus } from './product-views.ts'
import { catalogRefusals } from './refusals.ts'

export const publishProduct = endpoint(
  {
    summary: 'Put a product on sale.',
    path: z.strictObject({ shopId: ShopId, productId: ProductId }),
    reply: ProductStatus,
    status: 200,
    refusals: pick(catalogRefusals, 'product_not_found'),
  },
  ({ path }, context) => changeProduct(context, path, decide),
)
