import { Button, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { frameTexts } from '../app/frame-texts.ts'
import { useTexts } from '../i18n/texts.ts'
import './row-cards.css'
import type { Column, Columns, RowsTableProps } from './rows-table.tsx'
import { Loading } from './states.tsx'

/** Fewer rows are seen at once, in whatever order. */
const sortedFrom = 4

/** The rows of a table where there is no room for its columns: each a card, with the first column as its heading. */
export function RowCards<Row extends object>({
  columns,
  rows,
  rowKey,
  label,
  nothing,
  isLoading = false,
  pageSize = rows.length,
}: RowsTableProps<Row>) {
  const t = useTexts(frameTexts)
  const [order, setOrder] = useState<Order>()
  const [pages, setPages] = useState(1)
  if (rows.length === 0) return isLoading ? <Loading /> : nothing
  const shown = inOrder(rows, columns, order).slice(0, pages * pageSize)
  return (
    <div className="row-cards" aria-busy={isLoading}>
      {rows.length < sortedFrom ? null : <Sorting columns={columns} order={order} onChange={setOrder} />}
      <ul aria-label={label}>
        {shown.map((row) => (
          <Card key={rowKey(row)} columns={columns} row={row} />
        ))}
      </ul>
      {shown.length === rows.length ? null : <Button onClick={() => setPages(pages + 1)}>{t('more')}</Button>}
    </div>
  )
}

function Card<Row>({ columns: [head, ...rest], row }: { readonly columns: Columns<Row>; readonly row: Row }) {
  const cells = rest.map((column) => ({ column, content: column.render(undefined, row) }))
  const told = cells.filter(({ content }) => content !== null && content !== undefined && content !== '')
  const at = (place: Column<Row>['onPhone']) => told.filter(({ column: { onPhone } }) => onPhone === place)
  const lines = [...at(undefined), ...at('wide')]
  return (
    <li>
      <div className="row-card-head">
        <div>{head?.render(undefined, row)}</div>
        {at('aside').map(({ column, content }) => (
          <div key={column.key}>{content}</div>
        ))}
      </div>
      {lines.length === 0 ? null : (
        <dl>
          {lines.map(({ column: { key, title, onPhone }, content }) => (
            <Line key={key} title={title} isWide={onPhone === 'wide'}>
              {content}
            </Line>
          ))}
        </dl>
      )}
    </li>
  )
}

const Line = ({
  title,
  isWide,
  children,
}: {
  readonly title: string
  readonly isWide: boolean
  readonly children: ReactNode
}) => (
  <div className={isWide ? 'is-wide' : undefined}>
    <dt>{title}</dt>
    <dd>{children}</dd>
  </div>
)

type Order = { readonly key: string; readonly isDescending: boolean }

/** What the heads of columns do in a table. */
function Sorting<Row>({
  columns,
  order,
  onChange,
}: {
  readonly columns: Columns<Row>
  readonly order: Order | undefined
  readonly onChange: (order: Order | undefined) => void
}) {
  const t = useTexts(frameTexts)
  const choices = columns
    .filter(({ sorter }) => sorter !== undefined)
    .flatMap(({ key, title }) => [
      { value: `-${key}`, label: `${title} ↓` },
      { value: `+${key}`, label: `${title} ↑` },
    ])
  if (choices.length === 0) return null
  return (
    <Select
      aria-label={t('sortBy')}
      placeholder={t('sortBy')}
      allowClear
      popupMatchSelectWidth={false}
      value={order ? `${order.isDescending ? '-' : '+'}${order.key}` : null}
      options={choices}
      onChange={(next: string | null | undefined) =>
        onChange(next ? { key: next.slice(1), isDescending: next.startsWith('-') } : undefined)
      }
    />
  )
}

function inOrder<Row>(rows: readonly Row[], columns: Columns<Row>, order: Order | undefined): readonly Row[] {
  const sorter = columns.find(({ key }) => key === order?.key)?.sorter
  if (typeof sorter !== 'function') return rows
  const ascending = rows.toSorted((a, b) => sorter(a, b))
  return order?.isDescending ? ascending.toReversed() : ascending
}
