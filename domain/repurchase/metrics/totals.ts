import { metric, usual } from './metric.ts'

/** Figures over all customers of a scope, up to a day. */
export const totalMetrics = [
  metric(
    'customers',
    ['购买顾客数', 'Customers'],
    ['截至当日至少有一笔有效订单的顾客。', 'Customers with at least one purchase up to the day.'],
    usual.refunds,
    [
      '不含只注册或只浏览的人；与月度顾客数不同，它是累计数。',
      'No visitors or mere members; unlike a month’s customers it is everybody so far.',
    ],
  ),
  metric('orders', ['订单数', 'Orders'], ['截至当日有效订单的数量。', 'Purchases up to the day.'], usual.guests, [
    '同一天多次下单各算一笔；“购买天数”只算一天。',
    'Several on one day are several; purchase days count the day once.',
  ]),
  metric(
    'purchaseDays',
    ['购买天数', 'Purchase days'],
    ['每位顾客有购买的自然日数之和。', 'Days with a purchase, summed over the customers.'],
    usual.calendar,
    ['不大于订单数：同日多单只算一天。', 'Never above orders, for a day with several counts once.'],
  ),
  metric(
    'amountFen',
    ['净销售额', 'Net amount'],
    ['有效订单实付减去退款，含运费。', 'What was paid less what went back, shipping included.'],
    usual.guests,
    ['商品金额不含运费，因此各商品之和可小于它。', 'Amounts of products leave out shipping, so they may sum to less.'],
  ),
  metric(
    'repeatCustomersByOrder',
    ['复购顾客数（按单）', 'Repeat customers, by order'],
    ['有两笔及以上有效订单的顾客。', 'Customers with two purchases or more.'],
    ['同一天的两单也算。', 'Two orders on one day are enough.'],
    ['大于或等于按天的数字：按天要求两个不同的日子。', 'At least the figure by day, which asks for two days.'],
  ),
  metric(
    'repeatCustomersByDay',
    ['复购顾客数（按天）', 'Repeat customers, by day'],
    ['在两个及以上自然日有购买的顾客。', 'Customers with purchases on two days or more.'],
    usual.calendar,
    [
      '同日拆成两单的不算复购；按单的数字会算。',
      'An order split in two on one day is no repurchase here; by order it is.',
    ],
  ),
  metric(
    'repurchaseRateByDay',
    ['复购率（按天）', 'Repurchase rate, by day'],
    ['按天复购顾客数 ÷ 购买顾客数。', 'Repeat customers by day ÷ customers.'],
    usual.nobody,
    [
      '主要指标；新顾客还没有时间回来，与成熟窗口的复购率相比偏低。',
      'The headline; lower than a matured window, for new customers had no time to return.',
    ],
  ),
  metric(
    'repurchaseRateByOrder',
    ['复购率（按单）', 'Repurchase rate, by order'],
    ['按单复购顾客数 ÷ 购买顾客数。', 'Repeat customers by order ÷ customers.'],
    usual.nobody,
    ['按天非去重，通常高于按天的复购率。', 'Days are not folded into one, so it is usually above the rate by day.'],
  ),
  metric(
    'interval95',
    ['95% 置信区间', '95 % interval'],
    ['复购率的 Wilson 区间，n 为顾客数。', 'Wilson’s interval of the rates; n is the number of customers.'],
    ['人数少时很宽；n 为 0 时两端为空。', 'Wide where there are few; both ends null where n is 0.'],
    ['说明一个比率有多可靠，本身不是比率。', 'Says how far a rate can be trusted; no rate itself.'],
  ),
  metric(
    'chain',
    ['推荐链复购', 'Chain'],
    [
      '推荐人之下所有顾客（直接介绍的，和他们再介绍的，直到最深一层）的购买顾客数、订单数、购买天数、净销售额、复购顾客数和复购率，n 为购买顾客数。',
      'Customers, orders, purchase days, net amount, repeat customers and rates over everybody below a referrer: those introduced, those whom these introduced, and so on to the deepest. n is the customers.',
    ],
    [
      '为当前数字，最多晚一分钟；退款与合并照样计入；不提供以往日期的数字（为空）。导入的顾客未合并前不在任何推荐链中。',
      'As of now, a minute late at most, exact under refunds and merges; null for a past day. Imported customers are in no chain until they are merged into one of the shop’s.',
    ],
    [
      '推荐人的其他数字只含直接介绍的顾客，并含导入文件写明其推荐的顾客。',
      'A referrer’s other figures are over those introduced directly, and those whom an imported file gives to the referrer.',
    ],
  ),
  metric(
    'secondPurchase',
    ['再次购买间隔', 'Days to the second purchase'],
    [
      '首个与第二个购买日之间的天数：人数、平均、四分位（线性插值）。',
      'Days from the first to the second purchase day: n, mean, quartiles by linear interpolation.',
    ],
    ['只含已经回来的顾客。', 'Over those who came back only.'],
    ['与商品的购买周期不同：后者含之后每一次间隔。', 'Unlike a product’s cycle, which has every later gap too.'],
  ),
  metric(
    'histogram.byOrders',
    ['按订单数的顾客分布', 'Customers by number of orders'],
    ['恰好有 k 笔订单的顾客数。', 'Customers with exactly k purchases.'],
    usual.refunds,
    ['按天的分布把同日多单算作一次。', 'The one by days counts a day with several once.'],
  ),
  metric(
    'histogram.byDays',
    ['按购买天数的顾客分布', 'Customers by number of days'],
    ['恰好在 k 个自然日购买的顾客数。', 'Customers with purchases on exactly k days.'],
    usual.calendar,
    ['按单的分布同日多单分别计数。', 'The one by orders counts each order.'],
  ),
  metric(
    'driftCells',
    ['偏差单元数', 'Cells that differ'],
    [
      '每晚由订单从头重算，与保存的数字不同的单元数；应为 0。',
      'Stored numbers that are not what the orders make them, computed from scratch each night: 0, or something is wrong.',
    ],
    ['首次核对之前为空。', 'Null before the first check.'],
    [
      '说明其他数字是否可信，本身与经营无关。',
      'Says whether the other figures can be trusted; no figure of the shop itself.',
    ],
  ),
]
