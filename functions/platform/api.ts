import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLog } from '../shared/log.ts'
import { platformApi } from './platform-api.ts'

/** The documents are made when the function is bundled, and lie beside it. */
const read = (name: string): string => readFileSync(join(__dirname, name), 'utf8')

export const handler = platformApi(
  { openapiJson: read('openapi.json'), docsHtml: read('docs.html') },
  { log: createLog('platform'), now: () => new Date().toISOString() },
)
