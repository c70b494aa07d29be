import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { call, type Input } from '../../api/call.ts'
import { readFile } from './read-file.ts'
import { type CsvPart, splitCsv } from './split-csv.ts'

export type ImportKind = Input<'import-rows'>['body']['kind']

/** What this page does with a file; how far the file is the API says. */
export type Sending =
  | { readonly status: 'running'; readonly partsDone: number }
  | { readonly status: 'done' | 'empty' }
  | { readonly status: 'stopped'; readonly partsDone: number; readonly error: ApiError }

type Place = { readonly shopId: string; readonly kind: ImportKind; readonly fileId: string }

/**
 * Sends a file part by part, one after another; one that is in to some part goes on behind it, whoever sent that.
 * @param onKnown told the file's id once its first part is in: from then on the API tells how far it is.
 */
export function useImport(shopId: string, onKnown: (fileId: string) => void) {
  const client = useQueryClient()
  const [sending, setSending] = useState<Sending>()
  const run = async (kind: ImportKind, file: File) => {
    let partsDone = 0
    setSending({ status: 'running', partsDone })
    try {
      const { fileId, text } = await readFile(file)
      const parts = splitCsv(text)
      for (let at = 0; at < parts.length; at = partsDone) {
        await sendPart({ shopId, kind, fileId }, parts, at)
        partsDone = at === 0 ? await partsIn(shopId, fileId) : at + 1
        if (at === 0) onKnown(fileId)
        setSending({ status: 'running', partsDone })
      }
      setSending({ status: parts.length === 0 ? 'empty' : 'done' })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setSending({ status: 'stopped', partsDone, error })
    }
    await client.invalidateQueries()
  }
  return { sending, run }
}

function sendPart({ shopId, kind, fileId }: Place, parts: readonly CsvPart[], at: number) {
  const part = parts[at]
  if (!part) throw new Error('A part of the file that it does not have')
  const file = { fileId, parts: parts.length, part: at + 1, linesBefore: part.linesBefore }
  return call('import-rows', { path: { shopId }, body: { kind, csv: part.csv, file } })
}

async function partsIn(shopId: string, fileId: string): Promise<number> {
  return (await call('get-import', { path: { shopId, fileId } })).partsDone
}
