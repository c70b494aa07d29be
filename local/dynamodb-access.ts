import * as z from 'zod'
import { tableArn } from './physical-ids.ts'

/** One right that a call needs. */
export type NeededRight = { readonly action: string; readonly resource: string }

const tableName = z.looseObject({ TableName: z.string(), IndexName: z.string().optional() })
const perTable = z.looseObject({ RequestItems: z.record(z.string(), z.unknown()) })
const transaction = z.looseObject({ TransactItems: z.array(z.record(z.string(), tableName)) })

/** What each part of a transaction needs: there is no right to a transaction as such. */
const transactionActions: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
}

/** The rights that a DynamoDB call needs, by operation and body; `undefined` when the body does not name its tables. */
export function neededRights(operation: string, body: unknown): NeededRight[] | undefined {
  switch (operation) {
    case 'ListTables':
      return [{ action: 'dynamodb:ListTables', resource: '*' }]
    case 'BatchGetItem':
    case 'BatchWriteItem': {
      const tables = perTable.safeParse(body).data?.RequestItems
      return tables === undefined ? undefined : Object.keys(tables).map((table) => right(operation, table))
    }
    case 'TransactGetItems':
    case 'TransactWriteItems': {
      const items = transaction.safeParse(body).data?.TransactItems
      return items?.flatMap((item) =>
        Object.entries(item).map(([kind, { TableName }]) => right(transactionActions[kind] ?? kind, TableName)),
      )
    }
    default: {
      const named = tableName.safeParse(body).data
      if (named === undefined) return undefined
      const { action, resource } = right(operation, named.TableName)
      return [{ action, resource: named.IndexName === undefined ? resource : `${resource}/index/${named.IndexName}` }]
    }
  }
}

/** A call may name its table by name or by ARN. */
function right(operation: string, table: string): NeededRight {
  return { action: `dynamodb:${operation}`, resource: table.startsWith('arn:') ? table : tableArn(table) }
}

/** The tables that a call may change. */
export function writtenTables(operation: string, rights: readonly NeededRight[]): string[] {
  const writes = /^(PutItem|UpdateItem|DeleteItem|BatchWriteItem|TransactWriteItems)$/.test(operation)
  return writes ? [...new Set(rights.map(({ resource }) => resource.split('/')[1] ?? ''))] : []
}
