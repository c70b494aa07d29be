import { Button } from 'antd'
import type { ReactNode } from 'react'
import { frameTexts } from '../../app/frame-texts.ts'
import { useTexts } from '../../i18n/texts.ts'
import type { Pages } from '../../parts/data-table.tsx'
import { Failure, Loading, Nothing } from '../../parts/states.tsx'

/** A list whose rows need the room of a card each; it grows page by page. */
export function CardList<Row>({
  pages,
  nothing,
  children,
}: {
  readonly pages: Pages<Row>
  readonly nothing: string
  readonly children: (row: Row) => ReactNode
}) {
  const t = useTexts(frameTexts)
  if (pages.error && pages.rows.length === 0) return <Failure error={pages.error} onRetry={() => pages.refetch()} />
  if (pages.isPending) return <Loading />
  if (pages.rows.length === 0) return <Nothing text={nothing} />
  return (
    <div className="stack">
      {pages.rows.map(children)}
      {pages.hasNextPage ? (
        <Button loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </div>
  )
}
