import type { ReactNode } from 'react'
import type { ApiError } from '../api/api-error.ts'
import { Failure, Loading } from './states.tsx'

type Asked<Data> = {
  readonly data: Data | undefined
  readonly error: ApiError | null
  readonly refetch: () => unknown
}

/** An answer of the API in whatever state it is: on the way, failed, there; or there, while the next one fails. */
export function Answer<Data>({
  of: { data, error, refetch },
  rows,
  children,
}: {
  readonly of: Asked<Data>
  /** Lines of the placeholder. */
  readonly rows?: number
  readonly children: (data: Data) => ReactNode
}) {
  if (data === undefined) {
    if (error) return <Failure error={error} onRetry={() => refetch()} />
    return rows === undefined ? <Loading /> : <Loading rows={rows} />
  }
  // What was shown stays; without a network the shell says so, once for all.
  const isWorthSaying = error && error.code !== 'offline'
  return (
    <>
      {isWorthSaying ? <Failure error={error} onRetry={() => refetch()} /> : null}
      {children(data)}
    </>
  )
}
