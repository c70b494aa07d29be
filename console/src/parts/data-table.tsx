import { Button, Table, type TableProps } from 'antd'
import type { ReactNode } from 'react'
import type { ApiError } from '../api/api-error.ts'
import { frameTexts } from '../app/frame-texts.ts'
import { useTexts } from '../i18n/texts.ts'
import { useFormat } from '../i18n/use-format.ts'
import { Failure, Nothing } from './states.tsx'

/** What `useApiPages` answers, as far as a table needs it. */
type Pages<Row> = {
  readonly rows: readonly Row[]
  readonly isPending: boolean
  readonly isPlaceholderData: boolean
  readonly error: ApiError | null
  readonly refetch: () => unknown
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => unknown
}

export type DataTableProps<Row> = {
  readonly pages: Pages<Row>
  readonly columns: NonNullable<TableProps<Row>['columns']>
  readonly rowKey: (row: Row) => string
  /** What the table is, for who does not see it. */
  readonly label: string
  /** When there are no rows. */
  readonly nothing?: ReactNode
}

/** A list of the API as a table: it grows page by page, and sorts what is shown where a column has a `sorter`. */
export function DataTable<Row extends object>({ pages, columns, rowKey, label, nothing }: DataTableProps<Row>) {
  const t = useTexts(frameTexts)
  const { count } = useFormat()
  if (pages.error && pages.rows.length === 0) return <Failure error={pages.error} onRetry={() => pages.refetch()} />
  return (
    <div className="data-table">
      <Table<Row>
        aria-label={label}
        columns={columns}
        dataSource={[...pages.rows]}
        rowKey={rowKey}
        loading={pages.isPending || pages.isPlaceholderData}
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: pages.isPending ? ' ' : (nothing ?? <Nothing />) }}
      />
      {pages.rows.length === 0 ? null : (
        <footer className="data-table-foot">
          <span>{t(pages.hasNextPage ? 'shownSoFar' : 'thatIsAll', { n: count(pages.rows.length) })}</span>
          {pages.hasNextPage ? (
            <Button loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
              {t('more')}
            </Button>
          ) : null}
        </footer>
      )}
    </div>
  )
}
