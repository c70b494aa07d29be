import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** One line about what the local back end does, for the person who runs it. */
export type Log = (line: string) => void

export type FunctionLog = {
  /** Appends what a function wrote to its own file. */
  write(functionName: string, text: string): void
}

/** A file per function, `logs/<function>.log` in the data folder. */
export function openFunctionLogs(folder: string): FunctionLog {
  const logs = join(folder, 'logs')
  mkdirSync(logs, { recursive: true })
  return { write: (functionName, text) => appendFileSync(join(logs, `${functionName}.log`), text) }
}
