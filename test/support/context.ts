import { randomBytes } from 'node:crypto'
import { ulid } from 'ulid'
import { idPrefixes } from '../../domain/shared/ids.ts'
import type { Context } from '../../functions/shared/context.ts'
import type { Database } from '../../functions/shared/storage.ts'

/** What a handler works with, outside of a function: real tables, real chance, the time that it is given. */
export const contextOf = (db: Database, now: () => string): Context & { readonly errors: unknown[] } => {
  const errors: unknown[] = []
  return {
    db,
    now,
    newId: (kind) => `${idPrefixes[kind]}_${ulid()}`,
    randomCode: (length) => randomBytes(length).toString('hex').slice(0, length),
    pause: (upToMs) => new Promise((resolve) => setTimeout(resolve, Math.random() * upToMs)),
    log: { info: () => undefined, warn: () => undefined, error: (message, about) => errors.push([message, about]) },
    errors,
  }
}
