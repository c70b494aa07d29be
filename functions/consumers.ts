import type { Consumer } from './shared/rows.ts'

/** Everything that runs without a caller: on a table's stream, or by the clock. One row, one function. */
export const consumers = [
  {
    kind: 'stream',
    name: 'settle-payments',
    context: 'orders',
    source: 'payments',
    events: ['payment_succeeded'],
    writes: ['orders', 'catalog', 'payments', 'referrals'],
    alarm: 'Customers have paid and their orders do not show it.',
  },
  {
    kind: 'stream',
    name: 'settle-refunds',
    context: 'orders',
    source: 'payments',
    events: ['refund_succeeded'],
    writes: ['orders'],
    alarm: 'Customers have their money back and orders, commission and figures do not show it.',
  },
  {
    kind: 'schedule',
    name: 'sweep-due-orders',
    context: 'orders',
    everyMinutes: 1,
    writes: ['orders', 'catalog', 'payments'],
    needs: ['wechat-pay'],
    alarm: 'Unpaid orders keep stock from other buyers, and finished sales do not release commission.',
  },
  {
    kind: 'schedule',
    name: 'sweep-due-refunds',
    context: 'payments',
    everyMinutes: 1,
    writes: ['payments'],
    needs: ['wechat-pay'],
    alarm: 'Customers wait for money that the shop owes them back.',
  },
  {
    kind: 'stream',
    name: 'book-commissions',
    context: 'referrals',
    source: 'orders',
    events: ['order_paid', 'order_completed', 'order_refunded'],
    writes: ['referrals'],
    alarm: 'Referrers do not see the commission that they earned.',
  },
  {
    kind: 'stream',
    name: 'project-purchases',
    context: 'repurchase',
    source: 'orders',
    events: ['order_paid', 'order_refunded'],
    writes: ['repurchase'],
    alarm: 'The repurchase figures lag behind the orders.',
  },
] as const satisfies readonly Consumer[]
