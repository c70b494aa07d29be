import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { call, type Input, type Reply } from '../../api/call.ts'
import { splitCsv } from './split-csv.ts'

export type ImportKind = Input<'import-rows'>['body']['kind']
export type RefusedLine = Reply<'import-rows'>['refused'][number]

export type Import = {
  readonly status: 'running' | 'done' | 'stopped'
  readonly parts: number
  readonly partsDone: number
  readonly rows: number
  readonly orders: number
  readonly refused: readonly RefusedLine[]
  readonly error?: ApiError
}

/** Sends a file part by part, one after another, and adds up the answers. Sent again it goes on: what is there is no news. */
export function useImport(shopId: string) {
  const client = useQueryClient()
  const [state, setState] = useState<Import>()
  const run = async (kind: ImportKind, text: string) => {
    const parts = splitCsv(text)
    let sum: Import = { status: 'running', parts: parts.length, partsDone: 0, rows: 0, orders: 0, refused: [] }
    setState(sum)
    try {
      for (const { csv, linesBefore } of parts) {
        const answer = await call('import-rows', { path: { shopId }, body: { kind, csv } })
        const refused = answer.refused.map((one) => ({ ...one, line: one.line + linesBefore }))
        sum = {
          ...sum,
          partsDone: sum.partsDone + 1,
          rows: sum.rows + answer.rows,
          orders: sum.orders + answer.orders,
          refused: [...sum.refused, ...refused],
        }
        setState(sum)
      }
      setState({ ...sum, status: 'done' })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      setState({ ...sum, status: 'stopped', error })
    }
    await client.invalidateQueries()
  }
  return { state, run }
}
