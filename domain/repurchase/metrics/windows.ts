import { metric, usual } from './metric.ts'

/** Figures of the windows of N days, and of cohorts. */
export const windowMetrics = [
  metric(
    'withinDays.within',
    ['N 天内复购顾客数', 'Back within N days'],
    ['第二个购买日距首个不超过 N 天的顾客。', 'Customers whose second purchase day is at most N days after the first.'],
    usual.calendar,
    ['含窗口未满的顾客中已经回来的人。', 'Has those too whose window is not over and who are back already.'],
  ),
  metric(
    'withinDays.eligible',
    ['窗口已满的顾客数', 'Eligible customers'],
    [
      '首次购买距截止日至少 N 天的顾客。',
      'Customers whose first purchase is at least N days before the day asked for.',
    ],
    ['恰好 N 天也算。', 'Exactly N days are enough.'],
    ['不大于购买顾客数：新顾客还没有 N 天时间。', 'Never above customers, for new ones had no N days yet.'],
  ),
  metric(
    'withinDays.withinEligible',
    ['窗口已满者中的复购顾客数', 'Back within N days, of the eligible'],
    ['窗口已满的顾客中在 N 天内回来的人。', 'Eligible customers who came back within N days.'],
    usual.refunds,
    ['不含窗口未满的顾客。', 'Without those whose window is not over.'],
  ),
  metric(
    'withinDays.rateAll',
    ['N 天复购率（全部）', 'Rate within N days, of all'],
    ['N 天内复购顾客数 ÷ 全部购买顾客数。', 'Back within N days ÷ all customers.'],
    usual.nobody,
    ['被新顾客稀释；比较店铺请用成熟复购率。', 'Thinned by new customers; compare shops by the matured rate.'],
  ),
  metric(
    'withinDays.rateEligible',
    ['N 天成熟复购率', 'Matured rate within N days'],
    ['窗口已满者中的复购顾客数 ÷ 窗口已满的顾客数。', 'Back within N days ÷ customers, both of the eligible.'],
    usual.nobody,
    ['每个人都有足够的 N 天，因此可比。', 'Everybody had all N days, so it can be compared.'],
  ),
  metric(
    'withinDays.interval95',
    ['成熟复购率的 95% 区间', '95 % interval of the matured rate'],
    ['Wilson 区间，n 为窗口已满的顾客数。', 'Wilson’s interval; n is the eligible customers.'],
    ['n 为 0 时两端为空。', 'Both ends null where n is 0.'],
    ['只属于成熟复购率。', 'Belongs to the matured rate only.'],
  ),
  metric(
    'cohorts.size',
    ['同期群人数', 'Cohort size'],
    ['首次购买在该月的顾客数。', 'Customers whose first purchase was in the month.'],
    usual.refunds,
    [
      '首单退款后，顾客移到首个有效订单的月份。',
      'After a refund of the first order a customer moves to the month of the first that counts.',
    ],
  ),
  metric(
    'cohorts.active',
    ['同期群各月购买人数', 'Active members by month'],
    [
      '第 j 格：首购后第 j 个月有购买的成员；第 0 格等于人数。',
      'Cell j: members who buy in the month j after the first; cell 0 is the size.',
    ],
    ['尚未结束的月份为空，不是 0。', 'Null, never 0, for a month that is not over.'],
    ['每月独立计数，可升可降。', 'Each month by itself, so it rises and falls.'],
  ),
  metric(
    'cohorts.everBackBy',
    ['同期群累计回购人数', 'Members ever back by month'],
    [
      '第 j 格：到该月末为止有过第二个购买日的成员。',
      'Cell j: members with a second purchase day by the end of that month.',
    ],
    [
      '尚未结束的月份为空；同月第二天也算。',
      'Null for a month that is not over; a second day in the first month counts.',
    ],
    ['累计数，只升不降；与各月购买人数不同。', 'Sums up and never falls, unlike active members.'],
  ),
]
