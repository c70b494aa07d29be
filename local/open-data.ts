import { randomBytes } from 'node:crypto'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { monotonicFactory } from 'ulid'
import { idPrefixes } from '../domain/shared/ids.ts'
import { indexes } from '../functions/indexes.ts'
import type { Context, Log } from '../functions/shared/context.ts'
import { createDynamoDatabase } from '../functions/shared/dynamo-database.ts'
import type { Database } from '../functions/shared/storage.ts'
import { tableNameOf } from '../infra/tables.ts'
import { readAddresses } from './addresses.ts'
import { ownerAccess } from './aws-caller.ts'
import type { DynamoAccess } from './boot.ts'
import { startEngine } from './engine.ts'
import { BootError } from './errors.ts'
import { lockFolder } from './folder-lock.ts'
import { ownSettings, ownTables } from './own-tables.ts'
import { createTables } from './tables.ts'

/** The tables of a data folder for its owner, past the API. */
export type OpenData = { readonly context: Context; close(): Promise<void> }

/**
 * Opens the tables of a data folder: those of the back end that runs there, or, where none does, the engine with its tables.
 * @throws BootError where neither can be had.
 */
export async function openData(folder: string): Promise<OpenData> {
  const lock = lockOf(folder)
  if (lock === undefined) {
    const addresses = readAddresses(folder)
    if (addresses === undefined) throw new BootError(`A back end without an address is running in ${folder}.`)
    const client = new DynamoDBClient(addresses.dynamo)
    return { context: contextOf(databaseOf(client)), close: async () => client.destroy() }
  }
  const engine = await startEngine(folder)
  const client = new DynamoDBClient({ ...ownerAccess, endpoint: engine.endpoint } satisfies DynamoAccess)
  await createTables(client, ownTables())
  const close = async () => {
    client.destroy()
    await engine.close()
    lock.release()
  }
  return { context: contextOf(databaseOf(client)), close }
}

/** Undefined where a back end has the folder. */
function lockOf(folder: string) {
  try {
    return lockFolder(folder)
  } catch (error) {
    if (error instanceof BootError) return undefined
    throw error
  }
}

function databaseOf(client: DynamoDBClient): Database {
  return createDynamoDatabase(client, (table) => tableNameOf(ownSettings, table), indexes)
}

const say = (level: string) => (message: string, about?: object) => console.error(level, message, about ?? '')
const log: Log = { info: () => undefined, warn: say('warning:'), error: say('error:') }

function contextOf(db: Database): Context {
  const ulid = monotonicFactory()
  return {
    db,
    now: () => new Date().toISOString(),
    newId: (kind) => `${idPrefixes[kind]}_${ulid()}`,
    randomCode: (length) => randomBytes(length).toString('hex').slice(0, length),
    pause: (upToMs) => new Promise((resolve) => setTimeout(resolve, Math.random() * upToMs)),
    log,
  }
}
