import type { ReceiveRefusal } from '../../domain/orders/fulfil-order.ts'
import type { RefundOrderRefusal, RequestAfterSalesRefusal } from '../../domain/orders/open-after-sales.ts'
import { openHoldsMax, type PlaceOrderRefusal } from '../../domain/orders/place-order.ts'
import type { RejectRefusal, SendReturnRefusal } from '../../domain/orders/refund-order.ts'
import type { CorrectRefusal, ShipRefusal } from '../../domain/orders/ship-order.ts'
import { parcelsMax } from '../../domain/orders/shipment.ts'
import type { RefusalText } from '../shared/http/endpoint.ts'

type Code =
  | PlaceOrderRefusal['code']
  | ShipRefusal['code']
  | CorrectRefusal['code']
  | ReceiveRefusal['code']
  | RequestAfterSalesRefusal['code']
  | RefundOrderRefusal['code']
  | RejectRefusal['code']
  | SendReturnRefusal['code']
  | 'after_sales_not_found'
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
  delivery_not_offered: { status: 409, zh: '店铺不支持该配送方式。', en: 'The shop does not deliver in that way.' },
  too_many_open_orders: {
    status: 409,
    zh: `每家店铺最多同时有 ${openHoldsMax} 个待付款订单，请先付款或取消。`,
    en: `At most ${openHoldsMax} orders in one shop may await payment: pay or cancel one first.`,
  },
  sku_repeated: { status: 400, zh: '同一规格请合并为一行。', en: 'One variant belongs on one line.' },
  product_not_for_sale: { status: 409, zh: '商品已下架或不存在。', en: 'That product or variant is not for sale.' },
  out_of_stock: { status: 409, zh: '库存不足。', en: 'Not that many units are left.' },
  price_changed: { status: 409, zh: '价格有变动，请重新确认。', en: 'The price has changed: look again.' },
  amount_limit: { status: 409, zh: '订单金额超过上限。', en: 'The amount is more than one order may have.' },
  order_not_paid: { status: 409, zh: '订单尚未付款。', en: 'The order is not paid.' },
  order_cancelled: { status: 409, zh: '订单已取消。', en: 'The order was cancelled.' },
  already_shipped: { status: 409, zh: '订单已用其他运单发货。', en: 'The order was shipped otherwise.' },
  already_received: { status: 409, zh: '买家已收货，无法修改发货信息。', en: 'The buyer has received the goods.' },
  parcels_required: { status: 400, zh: '快递发货须填写运单。', en: 'Goods that go by a carrier need a parcel.' },
  parcels_not_expected: {
    status: 400,
    zh: '自提或虚拟商品无需运单。',
    en: 'What is fetched by the buyer, or is no goods, has no parcels.',
  },
  too_many_parcels: {
    status: 409,
    zh: `每个订单最多 ${parcelsMax} 个包裹。`,
    en: `An order has at most ${parcelsMax} parcels.`,
  },
  shipment_incomplete: {
    status: 409,
    zh: '请先填写最后一个包裹，再修改发货信息。',
    en: 'Tell the last parcel first: only a complete shipment can be corrected.',
  },
  shipment_already_corrected: {
    status: 409,
    zh: '发货信息只能修改一次。',
    en: 'The shipment was corrected before; WeChat allows it once.',
  },
  order_not_shipped: { status: 409, zh: '订单尚未发货。', en: 'The order is not shipped.' },
  nothing_to_ship: { status: 409, zh: '订单商品已全部退款，无需发货。', en: 'Everything on the order was refunded.' },
  after_sales_not_found: { status: 404, zh: '没有找到该售后单。', en: 'The order has no such after-sales case.' },
  after_sales_id_reused: {
    status: 409,
    zh: '该售后编号已用于其他内容。',
    en: 'That after-sales id was used for something else.',
  },
  after_sales_window_ended: { status: 409, zh: '售后期已结束。', en: 'The after-sales window has ended.' },
  refund_period_ended: { status: 409, zh: '付款已超过一年，无法退款。', en: 'The payment is more than a year ago.' },
  too_many_after_sales: { status: 409, zh: '该订单的售后次数已达上限。', en: 'The order has too many cases.' },
  sku_not_in_order: { status: 400, zh: '订单中没有这个规格。', en: 'The order has no such variant.' },
  quantity_exceeds_order: { status: 409, zh: '数量超过可售后数量。', en: 'Not that many units are left to claim.' },
  refund_exceeds_paid: { status: 409, zh: '金额超过可退金额。', en: 'Not that much money is left to refund.' },
  nothing_to_return: { status: 400, zh: '退货退款须填写退货数量。', en: 'A return needs units that come back.' },
  after_sales_closed: { status: 409, zh: '售后单已关闭。', en: 'The case was rejected or cancelled.' },
  after_sales_approved: { status: 409, zh: '售后单已同意。', en: 'The case was approved.' },
  after_sales_not_approved: { status: 409, zh: '商家尚未同意售后。', en: 'The shop has not approved the case yet.' },
  no_return_expected: { status: 409, zh: '该售后单无需退货。', en: 'Nothing is to come back in this case.' },
  return_already_sent: { status: 409, zh: '退货已用其他运单寄出。', en: 'The return was sent otherwise.' },
  already_paid: { status: 409, zh: '订单已付款，无法取消。', en: 'The order is paid and cannot be cancelled.' },
  wechat_unavailable: {
    status: 503,
    zh: '微信支付暂时没有响应，请稍后重试。',
    en: 'WeChat Pay does not answer: try again in a moment.',
  },
} as const satisfies Record<Code, RefusalText>
