import { consumers } from '../functions/consumers.ts'
import { indexes } from '../functions/indexes.ts'
import type { TableName } from '../functions/shared/storage.ts'
import { type Settings, stageName } from './settings.ts'

/** `table/index`, as the stores name it. */
type IndexKey = keyof typeof indexes

export type IndexSpec = {
  readonly name: string
  readonly partitionKey: string
  readonly sortKey: string
  readonly projection: Projection
}

/** What an index holds: the whole item, or its keys where the reader loads the item itself. */
type Projection = 'ALL' | 'KEYS_ONLY'

/** Every table has the generic keys `pk` and `sk`; only the store of its context knows what they hold. */
export const tableKeys = { partition: 'pk', sort: 'sk' } as const

/** Epoch seconds after which DynamoDB may drop the item, within days: readers look at it themselves. */
export const ttlAttribute = 'expiresAt'

/** The indexes of orders and of the sweeps hold keys only: their readers load the items themselves, as they are now, and an
 *  item's change that moves no key of an index costs no write there. */
const projections: Readonly<Record<IndexKey, Projection>> = {
  'shops/by-opening': 'ALL',
  'catalog/on-sale': 'ALL',
  'catalog/of-shop': 'ALL',
  'catalog/watched': 'ALL',
  'orders/due': 'KEYS_ONLY',
  'orders/by-shop': 'KEYS_ONLY',
  'orders/by-shop-status': 'KEYS_ONLY',
  'orders/unanswered': 'KEYS_ONLY',
  'orders/by-shop-customer': 'KEYS_ONLY',
  'orders/by-customer': 'KEYS_ONLY',
  'payments/due': 'KEYS_ONLY',
  'payments/by-day': 'ALL',
  'referrals/untold': 'KEYS_ONLY',
  'referrals/branches': 'KEYS_ONLY',
  'referrals/introduced': 'KEYS_ONLY',
  'referrals/referrers-by-net': 'KEYS_ONLY',
  'referrals/referrers-by-repurchased': 'KEYS_ONLY',
  'referrals/accounts': 'ALL',
  'referrals/disputes': 'ALL',
  'referrals/entries': 'ALL',
  'referrals/payouts': 'ALL',
  'referrals/requested': 'KEYS_ONLY',
  'referrals/due': 'KEYS_ONLY',
  'referrals/holds': 'ALL',
  'repurchase/customers': 'KEYS_ONLY',
}

/** Tables with items that nobody asks for again: sessions, visits, nonces of notifications, predictions of past nights. */
const tablesWithTtl: readonly TableName[] = ['identity', 'referrals', 'payments', 'repurchase']

export function indexesOf(table: TableName): readonly IndexSpec[] {
  return indexKeys().flatMap((key): IndexSpec[] => {
    const [owner, name] = key.split('/')
    if (owner !== table || name === undefined) return []
    return [{ name, partitionKey: indexes[key].pk, sortKey: indexes[key].sk, projection: projections[key] }]
  })
}

const indexKeys = () => Object.keys(indexes) as IndexKey[]

export const hasTtl = (table: TableName): boolean => tablesWithTtl.includes(table)

/** A table has a stream as soon as a consumer row names it as its source. */
export function hasStream(table: TableName): boolean {
  return consumers.some((consumer) => consumer.kind === 'stream' && consumer.source === table)
}

/** The name of a table in the account. */
export const tableNameOf = (settings: Settings, table: TableName): string => stageName(settings, `huitou-${table}`)
