import { join } from 'node:path'
import * as z from 'zod'
import type { LocalBackend } from './boot.ts'
import { readState, writeState } from './saved-state.ts'

/** Where the back end of a data folder listens, for commands that want the data while it runs. */
const Addresses = z.object({
  dynamo: z.object({
    endpoint: z.string(),
    region: z.string(),
    credentials: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  }),
  tables: z.record(z.string(), z.string()),
})
type Addresses = z.infer<typeof Addresses>

const fileOf = (folder: string): string => join(folder, 'addresses.json')

/** Says where the back end listens. It stays when the back end ends; whether one runs, the folder's lock tells. */
export const writeAddresses = (folder: string, { dynamo, tables }: Pick<LocalBackend, 'dynamo' | 'tables'>): void =>
  writeState(fileOf(folder), { dynamo, tables })

export const readAddresses = (folder: string): Addresses | undefined => readState(fileOf(folder), Addresses)
