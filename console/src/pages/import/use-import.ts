import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { useThisShop } from '../../app/shop.tsx'
import { RecordTooLong } from './csv-parts.ts'
import { type FileKind, nothingSent, type Sent, sendFile } from './send-file.ts'

export type Problem =
  | { readonly kind: 'notUtf8' | 'empty' }
  | { readonly kind: 'tooLong'; readonly line: number }
  | { readonly kind: 'api'; readonly error: ApiError }

type Run = {
  readonly status: 'ready' | 'sending' | 'stopped' | 'finished' | 'failed'
  readonly sent: Sent
  readonly problem?: Problem
}
const ready: Run = { status: 'ready', sent: nothingSent }

function problemOf(error: unknown): Problem {
  if (error instanceof ApiError) return { kind: 'api', error }
  if (error instanceof RecordTooLong) return { kind: 'tooLong', line: error.line }
  if (error instanceof TypeError) return { kind: 'notUtf8' }
  throw error
}

/** One import of this page: it goes on where it was stopped, and ends with the page. */
export function useImport() {
  const { shopId } = useThisShop()
  const client = useQueryClient()
  const [run, setRun] = useState<Run>(ready)
  const isStopped = useRef(false)
  useEffect(
    () => () => {
      isStopped.current = true
    },
    [],
  )
  const start = async (file: File, kind: FileKind) => {
    isStopped.current = false
    let { sent } = run
    setRun({ status: 'sending', sent })
    const onPart = (so: Sent) => {
      sent = so
      setRun({ status: 'sending', sent })
    }
    try {
      await sendFile({ shopId, kind, file }, sent, { onPart, isStopped: () => isStopped.current })
      if (sent.parts === 0 && !isStopped.current) setRun({ status: 'failed', sent, problem: { kind: 'empty' } })
      else setRun({ status: isStopped.current ? 'stopped' : 'finished', sent })
    } catch (error) {
      setRun({ status: 'failed', sent, problem: problemOf(error) })
    } finally {
      client.invalidateQueries()
    }
  }
  const stop = () => {
    isStopped.current = true
  }
  return { run, start, stop, reset: () => setRun(ready) }
}
