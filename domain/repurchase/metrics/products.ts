import { metric, usual } from './metric.ts'

/** Figures of one product, and of one channel. */
export const productMetrics = [
  metric(
    'products.productId',
    ['商品', 'Product'],
    ['商品编号；导入的订单为文件中的编号。', 'Id of the product; of imported orders as the file has it.'],
    ['邮费等非商品不在其中。', 'Postage and other non-goods are left out.'],
    ['按商品，不按规格。', 'By product, not by variant.'],
  ),
  metric(
    'products.buyers',
    ['商品购买人数', 'Buyers'],
    ['保留了该商品的顾客数。', 'Customers who kept some of the product.'],
    ['该商品全部退掉的顾客不算。', 'Who gave back all of it is none.'],
    ['按顾客计，不按件数。', 'Customers, not units.'],
  ),
  metric(
    'products.repeatBuyers',
    ['商品复购人数', 'Repeat buyers'],
    ['在两天及以上购买该商品的顾客。', 'Buyers of it on two days or more.'],
    ['一单两行同一商品算一次。', 'Two lines of it in one order are one purchase.'],
    ['买别的商品回来的不算。', 'Who came back for another product does not count.'],
  ),
  metric(
    'products.rate',
    ['商品复购率', 'Repurchase rate of the product'],
    ['商品复购人数 ÷ 商品购买人数。', 'Repeat buyers ÷ buyers.'],
    usual.nobody,
    ['与店铺复购率不同：要求同一商品。', 'Not the shop’s rate: it asks for the same product.'],
  ),
  metric('products.units', ['售出件数', 'Units'], ['保留的件数。', 'Units kept.'], usual.guests, [
    '件数可增长而人数不变。',
    'May grow while buyers do not.',
  ]),
  metric(
    'products.amountFen',
    ['商品净额', 'Net amount of the product'],
    ['该商品实付减去退款。', 'Paid for it less what went back.'],
    usual.guests,
    ['不含运费。', 'Without shipping.'],
  ),
  metric(
    'products.cycle',
    ['补货周期', 'Replenishment cycle'],
    [
      '同一顾客相邻两个购买日之间天数的中位数与四分位。',
      'Median and quartiles of the days between a customer’s consecutive purchase days of it.',
    ],
    ['不足 10 个间隔时为空。', 'Null under 10 gaps.'],
    ['含每一次间隔，不只首次到第二次。', 'Has every gap, not the first only.'],
  ),
  metric(
    'channels.attributedOrders',
    ['渠道成交订单', 'Orders won by the channel'],
    ['归因到该渠道链接的有效订单。', 'Purchases attributed to a link on the channel.'],
    usual.guests,
    [
      '与渠道顾客的订单不同：后者按首单渠道归人。',
      'Not the orders of its customers, who belong to the channel of their first purchase.',
    ],
  ),
  metric(
    'channels.attributedFen',
    ['渠道成交净额', 'Amount won by the channel'],
    ['归因订单的净额。', 'Net amount of those orders.'],
    usual.guests,
    ['用于渠道投入产出比。', 'The one for the return on what a channel costs.'],
  ),
  metric(
    'channels.spentFen',
    ['渠道投入', 'Spent on the channel'],
    ['店主记录的到该日为止的投入。', 'What the owner has recorded as spent up to the day.'],
    ['没有记录的日子按 0 计。', 'A day without a record counts as nothing.'],
    ['不含佣金：佣金在佣金账本中。', 'Without commission, which is in the ledger.'],
  ),
  metric(
    'channels.returnOnSpend',
    ['投入产出比 (ROI)', 'Return on spend'],
    ['渠道成交净额 ÷ 渠道投入。', 'Amount won by the channel ÷ spent on it.'],
    ['没有投入时为空。', 'Null where nothing was spent.'],
    ['按成交额而非毛利计：大于 1 未必盈利。', 'By sales, not by margin: above 1 is not yet a profit.'],
  ),
  metric(
    'channels.costPerCustomerFen',
    ['获客成本', 'Cost per customer'],
    ['渠道投入 ÷ 首单来自该渠道的顾客。', 'Spent on the channel ÷ customers whose first purchase came by it.'],
    ['没有投入或没有顾客时为空。', 'Null where nothing was spent or nobody came.'],
    ['与每单成本不同：按顾客计。', 'Not the cost of an order: it is by customer.'],
  ),
  metric(
    'channels.costPerRepeatCustomerFen',
    ['复购顾客成本', 'Cost per repeat customer'],
    ['渠道投入 ÷ 该渠道按天复购的顾客。', 'Spent on the channel ÷ its customers with purchases on two days or more.'],
    ['没有投入或无人复购时为空。', 'Null where nothing was spent or nobody came back.'],
    ['高于获客成本：只算回来的顾客。', 'Above the cost per customer: only those count who came back.'],
  ),
]
