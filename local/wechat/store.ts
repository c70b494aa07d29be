import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type * as z from 'zod'
import {
  bill,
  loginCode,
  nonce,
  notification,
  prepayId,
  refund,
  sentMessage,
  shipping,
  subMerchant,
  subscription,
  tokenState,
  trade,
  transfer,
  user,
} from './records.ts'

/** Records of one kind by id. `link` finds those of another record; `dueMs` is when the clock has work for the record. */
export type Collection<T> = {
  get(id: string): T | undefined
  /** Writes the whole record; a column that is left out becomes empty. */
  put(id: string, record: T, columns?: { link?: string | undefined; dueMs?: number | undefined }): void
  linked(link: string): T[]
  /** Oldest due time first. */
  due(atMs: number, limit: number): T[]
  removeDue(atMs: number): void
  all(limit: number): T[]
}

const schemaSql = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL, id TEXT NOT NULL, link TEXT, dueMs REAL, body TEXT NOT NULL, PRIMARY KEY (kind, id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS byLink ON records (kind, link) WHERE link IS NOT NULL;
  CREATE INDEX IF NOT EXISTS byDue ON records (kind, dueMs) WHERE dueMs IS NOT NULL;
`

export type Store = ReturnType<typeof openStore>

/** What the stand-in remembers: in `wechat.sqlite` under `folder` (it outlives a killed process), else in memory. */
export function openStore(folder?: string) {
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  const database = new DatabaseSync(folder === undefined ? ':memory:' : join(folder, 'wechat.sqlite'))
  database.exec(schemaSql)
  return {
    users: collection(database, 'user', user),
    loginCodes: collection(database, 'login-code', loginCode),
    tokens: collection(database, 'token', tokenState),
    nonces: collection(database, 'nonce', nonce),
    subMerchants: collection(database, 'sub-merchant', subMerchant),
    trades: collection(database, 'trade', trade),
    prepayIds: collection(database, 'prepay-id', prepayId),
    refunds: collection(database, 'refund', refund),
    shippings: collection(database, 'shipping', shipping),
    subscriptions: collection(database, 'subscription', subscription),
    messages: collection(database, 'message', sentMessage),
    transfers: collection(database, 'transfer', transfer),
    bills: collection(database, 'bill', bill),
    notifications: collection(database, 'notification', notification),
    /** Everything that `work` writes, or nothing when it throws. */
    transaction<T>(work: () => T): T {
      database.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        database.exec('COMMIT')
        return result
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      }
    },
    close: () => database.close(),
  }
}

function collection<T>(database: DatabaseSync, kind: string, shape: z.ZodType<T>): Collection<T> {
  const one = database.prepare('SELECT body FROM records WHERE kind = ? AND id = ?')
  const write = database.prepare(
    `INSERT INTO records (kind, id, link, dueMs, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET link = excluded.link, dueMs = excluded.dueMs, body = excluded.body`,
  )
  const byLink = database.prepare('SELECT body FROM records WHERE kind = ? AND link = ? ORDER BY rowid')
  const byDue = database.prepare('SELECT body FROM records WHERE kind = ? AND dueMs <= ? ORDER BY dueMs, rowid LIMIT ?')
  const removal = database.prepare('DELETE FROM records WHERE kind = ? AND dueMs <= ?')
  const newest = database.prepare('SELECT body FROM records WHERE kind = ? ORDER BY rowid DESC LIMIT ?')
  const parse = (row: Record<string, unknown>) => shape.parse(JSON.parse(String(row.body)))
  const many = (statement: typeof one, ...values: SQLInputValue[]) => statement.all(kind, ...values).map(parse)
  return {
    get: (id) => many(one, id)[0],
    put: (id, record, columns = {}) => {
      write.run(kind, id, columns.link ?? null, columns.dueMs ?? null, JSON.stringify(record))
    },
    linked: (link) => many(byLink, link),
    due: (atMs, limit) => many(byDue, atMs, limit),
    removeDue: (atMs) => {
      removal.run(kind, atMs)
    },
    all: (limit) => many(newest, limit),
  }
}
