import { metric, usual } from './metric.ts'

/** Scores of the shop's customers, the models that predict them, and what each customer's prediction says. */
export const predictionMetrics = [
  metric(
    'rfm',
    ['RFM 得分人数', 'Customers by RFM score'],
    [
      '最近购买（R）、订单数（F）、净额（M）各打 1 至 5 分：1 + ⌊5 × 严格更差的顾客数 ÷ 顾客数⌋。',
      'Recency, orders and net amount, each scored 1 to 5: 1 + floor(5 × customers strictly worse ÷ customers).',
    ],
    ['相同者同分，所以各分人数不必相等。', 'Equals share a score, so the scores need not be equally many.'],
    ['与同店顾客相比，不是绝对水平。', 'Against the shop’s own customers, no absolute level.'],
  ),
  metric(
    'value.bgnbd',
    ['BG/NBD 模型', 'BG/NBD model'],
    [
      '按每位顾客的首次、最近购买日与次数，用最大似然拟合的购买与流失模型；时间单位为周。',
      'Model of buying and leaving, fitted by maximum likelihood to first day, last day and number of purchase days; in weeks.',
    ],
    ['顾客少于 100 人或复购顾客少于 20 人时为空。', 'Null under 100 customers, or under 20 who came back.'],
    ['预测未来；复购率描述过去。', 'It looks ahead; rates tell what was.'],
  ),
  metric(
    'value.gammaGamma',
    ['Gamma-Gamma 模型', 'Gamma-gamma model'],
    [
      '按复购顾客首次之后每个购买日的平均消费拟合的金额模型；v 的单位为元。',
      'Model of spend, fitted to the mean of the purchase days after the first of those who came back; v is in yuan.',
    ],
    ['复购顾客少于 20 人时为空。', 'Null under 20 who came back and paid.'],
    ['只说金额，不说次数。', 'How much at a time, not how often.'],
  ),
  metric(
    'prediction.r',
    ['最近购买得分', 'Recency score'],
    ['距最近购买日的天数越少，得分越高。', 'The fewer days since the last purchase day, the higher.'],
    usual.refunds,
    ['只看最近一次。', 'Looks at the last time only.'],
  ),
  metric(
    'prediction.f',
    ['购买频次得分', 'Frequency score'],
    ['订单越多，得分越高。', 'The more orders, the higher.'],
    usual.refunds,
    ['按订单，不按购买日。', 'By order, not by purchase day.'],
  ),
  metric(
    'prediction.m',
    ['消费金额得分', 'Monetary score'],
    ['净额越高，得分越高。', 'The higher the net amount, the higher.'],
    usual.refunds,
    ['按总额，不按每次金额。', 'The sum, not what one purchase brings.'],
  ),
  metric(
    'prediction.segment',
    ['RFM 分群', 'RFM segment'],
    ['由 R 与 F 得分决定的十个分群之一。', 'One of ten segments by the scores of recency and frequency.'],
    ['每位顾客恰好属于一个。', 'Every customer is in exactly one.'],
    ['不看金额。', 'The amount does not count.'],
  ),
  metric(
    'prediction.valueClass',
    ['RFM 客户分类', 'RFM value class'],
    [
      'R、F、M 各自与全店均值比较得到的八类之一。',
      'One of eight classes: recency, orders and amount, each better than the mean of the shop or not.',
    ],
    ['恰好等于均值的金额与订单数不算高于均值。', 'Who is at the mean of orders or amount is not above it.'],
    ['按均值，不按得分。', 'By means, not by scores.'],
  ),
  metric(
    'prediction.probabilityAlive',
    ['存活概率', 'Chance of being a customer still'],
    ['按 BG/NBD 模型，顾客仍未流失的概率。', 'By the BG/NBD model, the chance that the customer has not left.'],
    [
      '只在一天购买过的顾客按定义为 1，不表示会回来。',
      'It is 1 by construction for who bought on one day only, which does not say that they return.',
    ],
    ['不是复购率，也不说何时购买。', 'No repurchase rate, and no word on when.'],
  ),
  metric(
    'prediction.expectedPurchases',
    ['预期购买日数', 'Expected purchase days'],
    ['预测期内预期的购买日数。', 'Purchase days to be expected within the horizon.'],
    ['模型通常略微低估。', 'The model tends to expect too few.'],
    ['按天，同一天的几单算一次。', 'Days: several orders of one day are one.'],
  ),
  metric(
    'prediction.expectedSpendFen',
    ['预期每次金额', 'Expected spend'],
    [
      '按 Gamma-Gamma 模型，一个购买日的预期净额。',
      'By the gamma-gamma model, the net amount to be expected of a purchase day.',
    ],
    ['未复购的顾客为全店平均。', 'Of who has not come back, the mean of all.'],
    ['介于顾客自己的平均与全店平均之间。', 'Between the customer’s own mean and that of all.'],
  ),
  metric(
    'prediction.valueFen',
    ['预期价值', 'Expected value'],
    ['预期购买日数 × 预期每次金额。', 'Expected purchase days times expected spend.'],
    ['不扣成本，不折现。', 'Without cost, and without discount for the time.'],
    ['未来的金额，不含已付的。', 'What is to come, without what was paid.'],
  ),
] as const
