/** Every secondary index: `table/index` → its key attributes. The data stack creates them, queries name them. */
export const indexes = {
  'shops/by-opening': { pk: 'openingPk', sk: 'openedAt' },
  'catalog/on-sale': { pk: 'onSalePk', sk: 'onSaleSk' },
  'orders/due': { pk: 'duePk', sk: 'dueAt' },
  'payments/due': { pk: 'duePk', sk: 'dueAt' },
  'payments/by-day': { pk: 'dayPk', sk: 'daySk' },
  'referrals/accounts': { pk: 'accountsPk', sk: 'accountsSk' },
} as const
