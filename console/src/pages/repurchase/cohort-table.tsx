import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { type Columns, RowsTable } from '../../parts/rows-table.tsx'
import type { CohortFigure } from './cohort-map.tsx'
import { repurchaseTexts } from './repurchase-texts.ts'
import { type Cohorts, rateOf } from './scope-figures.ts'

type Row = readonly [month: string, cohort: Cohorts[string]]

/** The heat map's numbers as rows, for who reads or copies them. */
export function CohortTable({ rows, figure }: { readonly rows: readonly Row[]; readonly figure: CohortFigure }) {
  const t = useTexts(repurchaseTexts)
  const { count, percent } = useFormat()
  const months = Math.max(0, ...rows.map(([, cohort]) => cohort[figure].length - 1))
  const columns: Columns<Row> = [
    { title: t('cohort'), key: 'cohort', fixed: 'left', render: (_, [month]) => month },
    { title: t('size'), key: 'size', className: 'amount', render: (_, [, { size }]) => count(size) },
    ...Array.from({ length: months }, (_, at) => ({
      title: t('monthAfter', { n: at + 1 }),
      key: String(at),
      className: 'amount',
      render: (_value: unknown, [, cohort]: Row) => {
        const members = cohort[figure][at + 1]
        if (members === null || members === undefined) return ''
        return (
          <span className="two-lines">
            {percent(rateOf(members, cohort.size))}
            <small>{count(members)}</small>
          </span>
        )
      },
    })),
  ]
  return <RowsTable label={t('cohorts')} rowKey={([month]) => month} columns={columns} rows={rows.toReversed()} />
}
