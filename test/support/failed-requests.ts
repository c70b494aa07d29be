import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Says what requests of a back end failed for no reason that they could know: the caller saw no more than a 500. */
export function tellFailedRequests(folder: string): void {
  const logs = join(folder, 'logs')
  if (!existsSync(logs)) return
  for (const name of readdirSync(logs))
    for (const line of readFileSync(join(logs, name), 'utf8').split('\n'))
      if (line.includes('"message":"request failed"')) console.error(`${name}: ${line}`)
}
