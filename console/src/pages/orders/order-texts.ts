import { texts } from '../../i18n/texts.ts'

export const orderTexts = texts({
  title: { zh: '订单', en: 'Orders' },
  hint: { zh: '最新的在最前，每三秒更新一次。', en: 'Newest first, updated every three seconds.' },
  order: { zh: '订单', en: 'Order' },
  placedAt: { zh: '下单时间', en: 'Placed' },
  status: { zh: '状态', en: 'Status' },
  items: { zh: '商品', en: 'Items' },
  total: { zh: '实付', en: 'Total' },
  buyer: { zh: '买家', en: 'Buyer' },
  statusAny: { zh: '全部状态', en: 'Every status' },
  ofBuyer: { zh: '只看买家 {id}', en: 'Of buyer {id} only' },
  find: { zh: '订单号或买家编号', en: 'Order or buyer id' },
  nothing: { zh: '没有符合条件的订单', en: 'No order is like this' },
  afterSalesOpen: { zh: '售后待处理', en: 'After-sales open' },
})
