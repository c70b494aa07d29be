/** Every secondary index: `table/index` → its key attributes. The data stack creates them, queries name them. */
export const indexes = {
  'shops/by-opening': { pk: 'openingPk', sk: 'openedAt' },
  'catalog/on-sale': { pk: 'onSalePk', sk: 'onSaleSk' },
  'catalog/of-shop': { pk: 'shopPk', sk: 'draftedSk' },
  'catalog/watched': { pk: 'watchedPk', sk: 'watchedSk' },
  'orders/due': { pk: 'duePk', sk: 'dueAt' },
  'orders/by-shop': { pk: 'shopShardPk', sk: 'placedSk' },
  'orders/by-shop-status': { pk: 'shopShardPk', sk: 'statusSk' },
  'orders/by-shop-customer': { pk: 'shopCustomerPk', sk: 'placedSk' },
  'orders/by-customer': { pk: 'customerId', sk: 'placedSk' },
  'payments/due': { pk: 'duePk', sk: 'dueAt' },
  'payments/by-day': { pk: 'dayPk', sk: 'daySk' },
  'referrals/accounts': { pk: 'accountsPk', sk: 'accountsSk' },
  'referrals/entries': { pk: 'entriesPk', sk: 'entriesSk' },
  'repurchase/customers': { pk: 'listPk', sk: 'listSk' },
} as const
