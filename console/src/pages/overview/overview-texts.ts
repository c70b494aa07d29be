import { texts } from '../../i18n/texts.ts'

export const overviewTexts = texts({
  title: { zh: '概览', en: 'Overview' },
  hint: {
    zh: '截至店铺日 {day}，每三秒更新。',
    en: 'As of {day} on the shop’s calendar, updated every three seconds.',
  },
  today: { zh: '今天', en: 'Today' },
  todayOrders: { zh: '今日订单', en: 'Orders today' },
  todayOrdersDefinition: {
    zh: '今天（店铺时区）下的全部订单，含未付款和已取消的。最多数到 100。',
    en: 'All orders placed today in the shop’s time zone, unpaid and cancelled ones too. Counted up to 100.',
  },
  todayPaid: { zh: '今日实付', en: 'Paid today' },
  todayPaidDefinition: {
    zh: '今天下的订单中已付的金额，减去已退的。',
    en: 'What was paid for today’s orders, less what has gone back.',
  },
  paidOrders: { zh: '{n} 单已付款', en: '{n} paid' },
  comeBack: { zh: '复购', en: 'Coming back' },
  trend: { zh: '每月回头率与订单', en: 'Who came back, month by month' },
  trendLabel: {
    zh: '每月订单数的柱形图和回头客占比的折线图',
    en: 'Bars of orders and a line of the share of returning customers, by month',
  },
  returningRate: { zh: '回头客占比', en: 'Returning customers' },
  orders: { zh: '订单', en: 'Orders' },
  lifecycle: { zh: '顾客生命周期', en: 'Customer lifecycle' },
  lifecycleLabel: {
    zh: '每月新顾客、上月也买的和隔月回流的顾客的堆叠柱形图',
    en: 'Stacked bars of new, staying and returned customers, by month',
  },
  attention: { zh: '需要处理', en: 'Needs attention' },
  toShip: { zh: '{n} 单待发货', en: '{n} to ship' },
  afterSales: { zh: '{n} 单售后待处理', en: '{n} open in after-sales' },
  lowStock: { zh: '{n} 个规格库存不足', en: '{n} low in stock' },
  differs: { zh: '{day} 的对账有差异', en: 'The bill of {day} differs' },
  drift: { zh: '{n} 个指标与重算不符', en: 'Figures that differ from a rebuild: {n}' },
  now: { zh: '急', en: 'Now' },
  soon: { zh: '待办', en: 'To do' },
  allWell: { zh: '一切正常，没有待办。', en: 'All is well, nothing to do.' },
  noMonths: { zh: '有了第一笔付款订单，这里就有图。', en: 'With the first paid order there will be a picture here.' },
  days: { zh: '{n} 天', en: '{n} days' },
  daysToSecond: { zh: '再次购买间隔（中位）', en: 'Days to second purchase (median)' },
  window: { zh: '{n} 天内复购率', en: 'Back within {n} days' },
})
