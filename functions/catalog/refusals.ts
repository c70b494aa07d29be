import type { CategoryRefusal } from '../../domain/catalog/category.ts'
import type { EditRefusal } from '../../domain/catalog/edit-product.ts'
import type { ImageRefusal } from '../../domain/catalog/image.ts'
import type { ProductRefusal } from '../../domain/catalog/product.ts'
import type { StockRefusal } from '../../domain/catalog/stock.ts'
import type { RefusalText } from '../shared/http/endpoint.ts'

type Code =
  | ProductRefusal['code']
  | EditRefusal['code']
  | CategoryRefusal['code']
  | ImageRefusal['code']
  | StockRefusal['code']
  | 'product_not_found'
  | 'category_not_found'
  | 'owner_only_field'

export const catalogRefusals = {
  product_not_found: { status: 404, zh: '没有找到该商品。', en: 'The shop has no such product.' },
  product_id_reused: {
    status: 409,
    zh: '该商品编号已用于其他内容。',
    en: 'That product id was used for something else.',
  },
  sku_id_repeated: { status: 400, zh: '规格编号重复。', en: 'Two variants have one id.' },
  sku_id_reused: {
    status: 409,
    zh: '该规格编号已用于其他内容。',
    en: 'The product has another variant under that id.',
  },
  sku_limit: { status: 409, zh: '规格数量超过上限。', en: 'More variants than a product can have.' },
  category_not_found: { status: 404, zh: '店铺没有这个分类。', en: 'The shop has no such category.' },
  category_id_repeated: { status: 400, zh: '分类编号重复。', en: 'Two categories have one id.' },
  category_name_repeated: { status: 400, zh: '分类名称重复。', en: 'Two categories have one name.' },
  image_not_found: { status: 404, zh: '店铺没有这张图片。', en: 'The shop has no such image.' },
  image_not_uploaded: {
    status: 409,
    zh: '该图片还没有上传。',
    en: 'That image was signed but has not been uploaded.',
  },
  image_id_reused: {
    status: 409,
    zh: '该图片编号已用于其他图片。',
    en: 'That image id was used for another image.',
  },
  owner_only_field: {
    status: 403,
    zh: '只有店主可以设置此字段。',
    en: 'Only the owner of the shop may set this field.',
  },
  shop_closed: { status: 409, zh: '店铺已关闭。', en: 'The shop is closed.' },
  sku_not_found: { status: 404, zh: '该商品没有这个规格。', en: 'The product has no such variant.' },
  stock_move_id_reused: {
    status: 409,
    zh: '该库存变动编号已用于其他内容。',
    en: 'That stock move id was used for something else.',
  },
  insufficient_stock: { status: 409, zh: '可用库存不足。', en: 'Not that many units are on hand.' },
  stock_limit: { status: 409, zh: '入库总数超过上限。', en: 'More units than a variant can ever receive.' },
} as const satisfies Record<Code, RefusalText>
