import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { findEngine } from './engine-package.ts'
import { type EngineProcess, spawnEngine } from './engine-process.ts'
import { BootError } from './errors.ts'

export type Engine = {
  readonly endpoint: string
  /** Removes old stream records that every consumer has read. `readUpTo`: table name → lowest sequence number read. */
  trim(readUpTo: ReadonlyMap<string, bigint>): void
  close(): Promise<void>
}

/** The engine never trims its stream records. So many are kept for a look back, and so that a table's last one, from
 *  which the engine counts on, is always among them. */
export const streamRecordsKept = 2_000
const startTriesMax = 5
const startWaitMaxMs = 10_000

/** Without these, each written item reads all stream records of its table to find the highest number. */
const streamIndexes = `
  CREATE INDEX IF NOT EXISTS huitou_stream_by_table
    ON _stream_records(table_name, CAST(sequence_number AS INTEGER));
  CREATE INDEX IF NOT EXISTS huitou_stream_by_shard
    ON _stream_records(table_name, shard_id, CAST(sequence_number AS INTEGER));`

/**
 * Starts the embedded DynamoDB with its file in `folder`, or takes the one of `DYNAMODB_ENDPOINT`.
 * It ends with this process. @throws BootError when it is not installed or does not answer.
 */
export async function startEngine(folder: string): Promise<Engine> {
  const external = process.env.DYNAMODB_ENDPOINT
  if (external !== undefined && external !== '') {
    return { endpoint: external, trim: () => undefined, close: async () => undefined }
  }
  const program = findEngine()
  mkdirSync(folder, { recursive: true })
  for (let tries = 0; tries < startTriesMax; tries += 1) {
    const engine = await spawnEngine(program, folder)
    if (await answers(engine)) return withStreamIndexes(engine)
    await engine.close()
  }
  throw new BootError(`The embedded DynamoDB does not start. Its log ends with:\n${logEnd(folder)}`)
}

function withStreamIndexes(engine: EngineProcess): Engine {
  const database = new DatabaseSync(engine.databaseFile, { timeout: 5_000 })
  database.exec(streamIndexes)
  const newest = database.prepare(
    'SELECT MAX(CAST(sequence_number AS INTEGER)) AS newest FROM _stream_records WHERE table_name = ?',
  )
  const remove = database.prepare(
    'DELETE FROM _stream_records WHERE table_name = ? AND CAST(sequence_number AS INTEGER) <= ?',
  )
  return {
    endpoint: `http://127.0.0.1:${engine.port}`,
    trim: (readUpTo) => {
      for (const [table, sequence] of readUpTo) {
        const last = Number(newest.get(table)?.newest ?? 0)
        remove.run(table, Math.min(Number(sequence), last - streamRecordsKept))
      }
    },
    close: async () => {
      database.close()
      await engine.close()
    },
  }
}

async function answers(engine: EngineProcess): Promise<boolean> {
  const deadline = performance.now() + startWaitMaxMs
  while (!engine.ended() && performance.now() < deadline) {
    try {
      const reply = await fetch(`http://127.0.0.1:${engine.port}/`, { signal: AbortSignal.timeout(1_000) })
      const text = await reply.text()
      if (text.startsWith('healthy') && !engine.ended()) return true
    } catch {
      // Not listening yet.
    }
    await wait(10)
  }
  return false
}

function logEnd(folder: string): string {
  try {
    return readFileSync(join(folder, 'engine.log'), 'utf8').slice(-1_000)
  } catch {
    return '(no log)'
  }
}
