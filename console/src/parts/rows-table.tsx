import { Table, type TableColumnType } from 'antd'
import { type ComponentRef, type ReactNode, useEffect, useRef } from 'react'
import { RowCards } from './row-cards.tsx'
import { useIsPhone } from './use-is-phone.ts'

/** A column of a table. On a phone it is a line of its row's card, the first one the card's heading. */
export type Column<Row> = Omit<TableColumnType<Row>, 'title' | 'key' | 'render'> & {
  readonly title: string
  readonly key: string
  readonly render: (value: unknown, row: Row) => ReactNode
  /** On a phone: beside the card's heading, or over its whole width. */
  readonly onPhone?: 'aside' | 'wide'
}
export type Columns<Row> = readonly Column<Row>[]

export type RowsTableProps<Row> = {
  readonly columns: Columns<Row>
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** What the table is, for who does not see it. */
  readonly label: string
  /** When there are no rows. */
  readonly nothing?: ReactNode
  readonly isLoading?: boolean
  /** Rows that are shown at once; all where it is left out. */
  readonly pageSize?: number
  readonly size?: 'small' | 'large'
}

/** Rows under their columns where there is room for them, else each as a card. */
export function RowsTable<Row extends object>(props: RowsTableProps<Row>) {
  return useIsPhone() ? <RowCards {...props} /> : <WideTable {...props} />
}

/** It scrolls sideways where there is no room, by the keyboard too. */
function WideTable<Row extends object>({
  columns,
  rows,
  rowKey,
  label,
  nothing = ' ',
  isLoading = false,
  pageSize,
  size = 'small',
}: RowsTableProps<Row>) {
  const place = useRef<ComponentRef<typeof Table>>(null)
  useEffect(() => {
    // The library scrolls an element of its own, which nothing but the keyboard's focus lets one move without a mouse.
    const scrolled = place.current?.nativeElement.querySelector('.ant-table-content')
    scrolled?.setAttribute('tabindex', '0')
    scrolled?.setAttribute('role', 'group')
    scrolled?.setAttribute('aria-label', label)
  })
  return (
    <Table<Row>
      ref={place}
      aria-label={label}
      columns={[...columns]}
      dataSource={[...rows]}
      rowKey={rowKey}
      loading={isLoading}
      pagination={pageSize === undefined ? false : { pageSize, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: nothing }}
      size={size}
    />
  )
}
