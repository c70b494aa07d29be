/**
 * The write language: what a store may ask of a table, as values. Stores build these; only `commit` sends them.
 * `dynamo-database.ts` turns them into DynamoDB calls, `simulate/fake-database.ts` interprets them over maps.
 */

export const tableNames = [
  'identity',
  'shops',
  'catalog',
  'orders',
  'payments',
  'referrals',
  'repurchase',
  'engagement',
  'wechat',
] as const
export type TableName = (typeof tableNames)[number]

export type Key = { readonly table: TableName; readonly pk: string; readonly sk: string }

/** What an attribute holds. No floats for money, no undefined: an absent attribute is left out. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value }
export type Attributes = { readonly [name: string]: Value }

/** An item as read: its attributes without pk and sk, which only its store knows how to build. */
export type Item = { readonly pk: string; readonly sk: string; readonly [name: string]: Value }

/** One condition on one top-level attribute of the item as it stands before the write. */
export type Guard =
  | { readonly attribute: string; readonly is: 'present' }
  | { readonly attribute: string; readonly is: 'absent' }
  | {
      readonly attribute: string
      readonly is: '=' | '<' | '<=' | '>' | '>='
      readonly value: string | number | boolean
    }

type Named = { readonly name: string; readonly key: Key }

/** Every write has a name that is unique in its transaction, so that a caller learns which one was refused. */
export type Write =
  /** Puts a new item; refused when one is there. */
  | (Named & { readonly kind: 'create'; readonly attributes: Attributes })
  /** Puts the item over the one whose `version` is `atVersion`; refused when another version is there. */
  | (Named & { readonly kind: 'replace'; readonly attributes: Attributes; readonly atVersion: number })
  /** Sets attributes and adds to counters, making the item where there is none; refused when a guard does not hold. */
  | (Named & {
      readonly kind: 'update'
      readonly set?: Attributes
      readonly add?: Readonly<Record<string, number>>
      readonly guards?: readonly Guard[]
    })
  /** Writes nothing; refused when a guard does not hold. For what a decision read but does not write. */
  | (Named & { readonly kind: 'check'; readonly guards: readonly Guard[] })
  /** Deletes the item; refused when a guard does not hold. */
  | (Named & { readonly kind: 'remove'; readonly guards?: readonly Guard[] })

export type RangeQuery = {
  readonly table: TableName
  /** Name of an index; the table itself when left out. An index is read eventually consistent, the table consistently. */
  readonly index?: string
  /** For half the price the table too, where a moment's delay is no matter. */
  readonly isEventual?: boolean
  readonly pk: string
  /** Which sort keys: all when left out. `from` and `to` are inclusive. */
  readonly sk?: { readonly beginsWith: string } | { readonly from: string; readonly to: string }
  readonly limit: number
  readonly newestFirst?: boolean
  /** What the previous page answered. */
  readonly cursor?: string
}
export type Page = { readonly items: readonly Item[]; readonly cursor?: string }

/** Every read throws TooBusy where DynamoDB goes on throttling it. */
export type Reader = {
  /** Consistent read of one item. */
  get(key: Key): Promise<Item | undefined>
  /** Consistent read of up to `getManyMax` items; the answer has the order of the keys. */
  getMany(keys: readonly Key[]): Promise<readonly (Item | undefined)[]>
  query(range: RangeQuery): Promise<Page>
}

/** What became of a transaction. `refused` names the writes whose condition did not hold; `conflict` is another
 *  transaction on the same items, or throttling: nothing was written, and trying again may succeed. */
export type Outcome =
  | { readonly kind: 'written' }
  | { readonly kind: 'refused'; readonly names: readonly string[] }
  | { readonly kind: 'conflict' }

/** What was read together is not of one moment: who reads again finds it so. */
export class ReadApart extends Error {}

/** Too many others use the same items or tables just now. Nothing was written; the caller may try again. */
export class TooBusy extends Error {}

export type Writer = {
  /** Writes all or nothing. Throws where the outcome is unknown (a lost answer): then ask again, never assume. */
  transact(writes: readonly Write[]): Promise<Outcome>
}

export type Database = Reader & Writer

/** DynamoDB's own limits. */
export const transactionWritesMax = 100
/** Attributes that one update sets and adds to: an expression has 4 kB and 300 operators. */
export const updateAttributesMax = 250
export const getManyMax = 100
export const queryLimitMax = 200
