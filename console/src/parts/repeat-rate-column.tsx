import type { Format } from '../i18n/use-format.ts'
import type { Column } from './rows-table.tsx'

type Rated = { readonly repurchaseRateByDay: number | null; readonly customers: number }

/** A column of repurchase rates by day, each with the number of customers that it is over. */
export const repeatRateColumn = <Row extends Rated>(
  title: string,
  { percent, count }: Pick<Format, 'percent' | 'count'>,
): Column<Row> => ({
  title,
  key: 'rate',
  className: 'amount',
  render: (_, { repurchaseRateByDay, customers }) => (
    <span className="two-lines">
      {percent(repurchaseRateByDay)}
      <small>n = {count(customers)}</small>
    </span>
  ),
  sorter: (a, b) => (a.repurchaseRateByDay ?? -1) - (b.repurchaseRateByDay ?? -1),
})
