import { Table, type TableProps } from 'antd'
import { type ComponentRef, useEffect, useRef } from 'react'

/** A table of figures that are all there. It scrolls sideways where there is no room, by the keyboard too. */
export function PlainTable<Row extends object>({
  label,
  ...table
}: Pick<TableProps<Row>, 'columns' | 'rowKey' | 'pagination'> & {
  /** What the table is, for who does not see it. */
  readonly label: string
  readonly dataSource: readonly Row[]
}) {
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
      pagination={false}
      {...table}
      ref={place}
      dataSource={[...table.dataSource]}
      aria-label={label}
      size="small"
      scroll={{ x: 'max-content' }}
    />
  )
}
