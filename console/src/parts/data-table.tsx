import { Button } from 'antd'
import type { ApiError } from '../api/api-error.ts'
import { frameTexts } from '../app/frame-texts.ts'
import { useTexts } from '../i18n/texts.ts'
import { useFormat } from '../i18n/use-format.ts'
import { RowsTable, type RowsTableProps } from './rows-table.tsx'
import { Failure, Nothing } from './states.tsx'

/** What `useApiPages` answers, as far as a list needs it. */
export type Pages<Row> = {
  readonly rows: readonly Row[]
  readonly isPending: boolean
  readonly isPlaceholderData: boolean
  readonly error: ApiError | null
  readonly refetch: () => unknown
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => unknown
}

export type DataTableProps<Row> = Pick<RowsTableProps<Row>, 'columns' | 'rowKey' | 'label' | 'nothing'> & {
  readonly pages: Pages<Row>
}

/** A list of the API as a table: it grows page by page, and sorts what is shown where a column has a `sorter`. */
export function DataTable<Row extends object>({ pages, nothing = <Nothing />, ...table }: DataTableProps<Row>) {
  const t = useTexts(frameTexts)
  const { count } = useFormat()
  if (pages.error && pages.rows.length === 0) return <Failure error={pages.error} onRetry={() => pages.refetch()} />
  return (
    <div className="data-table">
      <RowsTable
        {...table}
        rows={pages.rows}
        size="large"
        isLoading={pages.isPending || pages.isPlaceholderData}
        nothing={pages.isPending ? ' ' : nothing}
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
