import type { Route } from './rows.ts'
import type { Database, TableName } from './storage.ts'

/** A row's code touched a table that the row does not name. The row is to be mended, or the code. */
export class UngrantedTable extends Error {
  constructor(action: 'read' | 'write', table: TableName) {
    super(`The row does not grant to ${action} ${table}`)
  }
}

/** The database as a row may use it. IAM holds the function to the tables of all its rows; this holds each row to its own. */
export function restrict(db: Database, row: Pick<Route, 'reads' | 'writes'>): Database {
  const writes = new Set<TableName>(row.writes)
  const reads = new Set<TableName>([...(row.reads ?? []), ...writes])
  const assertReads = (table: TableName) => {
    if (!reads.has(table)) throw new UngrantedTable('read', table)
  }
  return {
    async get(key) {
      assertReads(key.table)
      return db.get(key)
    },
    async getMany(keys) {
      for (const key of keys) assertReads(key.table)
      return db.getMany(keys)
    },
    async query(range) {
      assertReads(range.table)
      return db.query(range)
    },
    async transact(list) {
      for (const write of list) {
        if (write.kind === 'check') assertReads(write.key.table)
        else if (!writes.has(write.key.table)) throw new UngrantedTable('write', write.key.table)
      }
      return db.transact(list)
    },
  }
}
