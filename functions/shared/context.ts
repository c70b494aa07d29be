import type { IdKind } from '../../domain/shared/ids.ts'
import type { Database } from './storage.ts'

/** What every endpoint and consumer works with. Time, randomness and tables come from here and from nowhere else, so
 *  that a simulation can give its own. */
export type Context = {
  /** Only the tables that the row names. */
  readonly db: Database
  /** This moment: ISO 8601 UTC with milliseconds. */
  readonly now: () => string
  /** A new id: the kind's prefix and a ULID, e.g. `ses_01J…`. */
  readonly newId: (kind: IdKind) => string
  /** That many characters of a code that nobody can guess, digits and letters. */
  readonly randomCode: (length: number) => string
  /** Waits up to that long, by chance, so that two that collided do not collide again. */
  readonly pause: (upToMs: number) => Promise<void>
  readonly log: Log
}

/** Lines for the operators. `about` holds ids and codes only; never a name, phone number, token or body. */
export type Log = {
  info(message: string, about?: LogFields): void
  warn(message: string, about?: LogFields): void
  error(message: string, about?: LogFields & { readonly error?: unknown }): void
}
export type LogFields = { readonly [name: string]: unknown }
