import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BootError } from './errors.ts'

/**
 * Holds a data folder for this process. The lock is the operating system's, through SQLite, so it vanishes with the
 * process, however it ends. @throws BootError when another back end has the folder.
 */
export function lockFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true })
  const database = new DatabaseSync(join(folder, 'lock.sqlite'), { timeout: 0 })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch {
    database.close()
    throw new BootError(`Another local back end is running in ${folder}. Stop it, or choose another folder.`)
  }
  return { release: () => database.close() }
}
