import type { Column } from './rows-table.tsx'

/**
 * A column of numbers that the table can be sorted by; where there is none it counts as 0.
 * `numberColumn(t('amount'), 'amount', ({ amountFen }) => amountFen, yuan)`
 */
export const numberColumn = <Row, Value extends number | null = number>(
  title: string,
  key: string,
  of: (row: Row) => Value,
  write: (value: Value) => string,
): Column<Row> => ({
  title,
  key,
  className: 'amount',
  render: (_, row) => write(of(row)),
  sorter: (a, b) => (of(a) ?? 0) - (of(b) ?? 0),
})
