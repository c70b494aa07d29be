import type { EndpointsOf } from '../shared/http/api.ts'
import { draftProduct } from './draft-product.ts'
import { editProduct } from './edit-product.ts'
import { endFlashSale } from './end-flash-sale.ts'
import { getProduct } from './get-product.ts'
import { getStock } from './get-stock.ts'
import { listCatalog } from './list-catalog.ts'
import { listCategories } from './list-categories.ts'
import { listLowStock } from './list-low-stock.ts'
import { listProducts } from './list-products.ts'
import { listStockMoves } from './list-stock-moves.ts'
import { moveStock } from './move-stock.ts'
import { presignImage } from './presign-image.ts'
import { publishProduct } from './publish-product.ts'
import { setCategories } from './set-categories.ts'
import { startFlashSale } from './start-flash-sale.ts'
import type { CatalogContext } from './upload-target.ts'
import { withdrawProduct } from './withdraw-product.ts'

export const catalogEndpoints = {
  'draft-product': draftProduct,
  'list-products': listProducts,
  'list-catalog': listCatalog,
  'get-product': getProduct,
  'edit-product': editProduct,
  'publish-product': publishProduct,
  'withdraw-product': withdrawProduct,
  'move-stock': moveStock,
  'list-stock-moves': listStockMoves,
  'get-stock': getStock,
  'list-low-stock': listLowStock,
  'start-flash-sale': startFlashSale,
  'end-flash-sale': endFlashSale,
  'presign-image': presignImage,
  'set-categories': setCategories,
  'list-categories': listCategories,
} satisfies EndpointsOf<'catalog', CatalogContext>
