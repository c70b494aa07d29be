import type { ReceiveRefusal, ShipRefusal } from '../../domain/orders/fulfil-order.ts'
import { openHoldsMax, type PlaceOrderRefusal } from '../../domain/orders/place-order.ts'
import type { RefusalText } from '../shared/http/endpoint.ts'

type Code =
  | PlaceOrderRefusal['code']
  | ShipRefusal['code']
  | ReceiveRefusal['code']
  | 'already_paid'
  | 'shop_not_found'
  | 'order_not_found'
  | 'order_id_reused'
  | 'wechat_unavailable'

export const orderRefusals = {
  order_not_found: { status: 404, zh: '没有找到该订单。', en: 'There is no such order.' },
  order_id_reused: { status: 409, zh: '该订单编号已用于其他内容。', en: 'That order id was used for something else.' },
  shop_not_found: { status: 404, zh: '没有找到该店铺。', en: 'There is no such shop.' },
  shop_closed: { status: 409, zh: '店铺已关闭。', en: 'The shop is closed.' },
  too_many_open_orders: {
    status: 409,
    zh: `每家店铺最多同时有 ${openHoldsMax} 个待付款订单,请先付款或取消。`,
    en: `At most ${openHoldsMax} orders in one shop may await payment: pay or cancel one first.`,
  },
  sku_repeated: { status: 400, zh: '同一规格请合并为一行。', en: 'One variant belongs on one line.' },
  product_not_for_sale: { status: 409, zh: '商品已下架或不存在。', en: 'That product or variant is not for sale.' },
  out_of_stock: { status: 409, zh: '库存不足。', en: 'Not that many units are left.' },
  price_changed: { status: 409, zh: '价格有变动,请重新确认。', en: 'The price has changed: look again.' },
  amount_limit: { status: 409, zh: '订单金额超过上限。', en: 'The amount is more than one order may have.' },
  order_not_paid: { status: 409, zh: '订单尚未付款。', en: 'The order is not paid.' },
  order_cancelled: { status: 409, zh: '订单已取消。', en: 'The order was cancelled.' },
  already_shipped: { status: 409, zh: '订单已用其他运单发货。', en: 'The order was shipped otherwise.' },
  order_not_shipped: { status: 409, zh: '订单尚未发货。', en: 'The order is not shipped.' },
  already_paid: { status: 409, zh: '订单已付款,无法取消。', en: 'The order is paid and cannot be cancelled.' },
  wechat_unavailable: {
    status: 503,
    zh: '微信支付暂时没有响应,请稍后重试。',
    en: 'WeChat Pay does not answer: try again in a moment.',
  },
} as const satisfies Record<Code, RefusalText>
