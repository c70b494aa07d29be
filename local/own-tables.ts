import { tableNames } from '../functions/shared/storage.ts'
import { parseSettings } from '../infra/settings.ts'
import { hasStream, hasTtl, indexesOf, tableKeys, tableNameOf, ttlAttribute } from '../infra/tables.ts'
import type { TablePlan } from './data-plan.ts'

/** Settings of a deployment that says nothing else, as this machine's. */
export const ownSettings = parseSettings({})

/**
 * The tables as the templates have them, made from the same rows: a command that only reads and writes tables need not
 * load the CDK for it.
 */
export function ownTables(): TablePlan[] {
  return tableNames.map((table): TablePlan => {
    const indexes = indexesOf(table)
    const keys = indexes.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey])
    return {
      logicalId: table,
      name: tableNameOf(ownSettings, table),
      keySchema: keySchema(tableKeys.partition, tableKeys.sort),
      attributes: [...new Set([tableKeys.partition, tableKeys.sort, ...keys])].map((name) => ({
        AttributeName: name,
        AttributeType: 'S',
      })),
      globalIndexes: indexes.map(({ name, partitionKey, sortKey, projection }) => ({
        IndexName: name,
        KeySchema: keySchema(partitionKey, sortKey),
        Projection: { ProjectionType: projection },
      })),
      localIndexes: [],
      ...(hasStream(table) ? { streamView: 'NEW_IMAGE' as const } : {}),
      ...(hasTtl(table) ? { ttlAttribute } : {}),
    }
  })
}

const keySchema = (partition: string, sort: string): TablePlan['keySchema'] => [
  { AttributeName: partition, KeyType: 'HASH' },
  { AttributeName: sort, KeyType: 'RANGE' },
]
