import { DynamoDBClient, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { Customer } from '../../domain/identity/customer.ts'
import { findCustomer, newCustomerWrites } from '../../functions/identity/customer-store.ts'
import { indexes } from '../../functions/indexes.ts'
import { createDynamoDatabase, type TableNames } from '../../functions/shared/dynamo-database.ts'
import { type Attributes, type Database, type Item, type Key, tableNames } from '../../functions/shared/storage.ts'
import type { DynamoAccess } from '../../local/boot.ts'
import { call } from '../../local/main-job/http-client.ts'

export type TestDatabase = Database & {
  /** Every item of a table, by its key. */
  items(table: Key['table']): Promise<Item[]>
  /** Every item of every table. Equal before and after: nothing has changed. */
  snapshot(): Promise<Readonly<Record<string, readonly Item[]>>>
  /** Sets attributes of an item past all rules, for a state that no endpoint leads to. */
  set(key: Key, attributes: Attributes): Promise<void>
  close(): void
}

type Access = { readonly dynamo: DynamoAccess; readonly tables: Readonly<Record<string, string>> }

/** The tables of a back end as its owner sees them. */
export const openDatabase = ({ dynamo, tables }: Access): TestDatabase =>
  databaseOf(new DynamoDBClient(dynamo), (table) => {
    const name = tables[table]
    if (name === undefined) throw new Error(`There is no table ${table}`)
    return name
  })

/** Tables by their real names; the client is this one's to close. */
export function databaseOf(client: DynamoDBClient, nameOf: TableNames): TestDatabase {
  const items = async (table: Key['table']) => {
    const found: Item[] = []
    let from: Record<string, unknown> | undefined
    do {
      const range = from === undefined ? {} : { ExclusiveStartKey: marshall(from) }
      const page = await client.send(new ScanCommand({ TableName: nameOf(table), ConsistentRead: true, ...range }))
      found.push(...(page.Items ?? []).map((item) => unmarshall(item) as Item))
      from = page.LastEvaluatedKey && unmarshall(page.LastEvaluatedKey)
    } while (from !== undefined)
    return found.toSorted((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1))
  }
  return {
    ...createDynamoDatabase(client, nameOf, indexes),
    items,
    snapshot: async () =>
      Object.fromEntries(await Promise.all(tableNames.map(async (table) => [table, await items(table)] as const))),
    async set({ table, pk, sk }, attributes) {
      const entries = Object.entries(attributes)
      await client.send(
        new UpdateItemCommand({
          TableName: nameOf(table),
          Key: marshall({ pk, sk }),
          UpdateExpression: `SET ${entries.map((_, at) => `#n${at} = :v${at}`).join(', ')}`,
          ExpressionAttributeNames: Object.fromEntries(entries.map(([name], at) => [`#n${at}`, name])),
          ExpressionAttributeValues: marshall(Object.fromEntries(entries.map(([, value], at) => [`:v${at}`, value]))),
        }),
      )
    },
    close: () => client.destroy(),
  }
}

/** Makes a customer with an id that is known before they first log in. */
export async function seedCustomer(
  { wechatUrl, world }: { readonly wechatUrl: string; readonly world: { readonly appId: string } },
  database: Database,
  { customerId, name }: { readonly customerId: string; readonly name: string },
): Promise<void> {
  const { openid } = await call<{ openid: string }>('POST', `${wechatUrl}/phone/users`, { body: { name } })
  const { appId } = world
  if (await findCustomer(database, appId, openid)) return
  const facts = { appId, openid, createdAt: new Date().toISOString(), shopsOpened: 0, staffRoles: 0 }
  const customer = Customer.parse({ customerId, ...facts })
  const outcome = await database.transact(newCustomerWrites(customer))
  if (outcome.kind !== 'written') throw new Error(`${name} could not be made a customer`)
}
