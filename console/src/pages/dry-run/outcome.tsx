import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { FigureCard } from '../../parts/figure-card.tsx'
import { MetricCard } from '../../parts/metric-card.tsx'
import { numberColumn } from '../../parts/number-column.ts'
import { type Columns, RowsTable } from '../../parts/rows-table.tsx'
import { Nothing } from '../../parts/states.tsx'
import { ReferrerLink } from '../referrers/referrer-link.tsx'
import { dryRunTexts } from './dry-run-texts.ts'
import type { Compared, Outcome } from './run-all.ts'

type Row = Compared['referrers'][number]

/** Rows of one page of it. */
const pageSize = 50

/** What the terms would have come to, over all and for each referrer. */
export function OutcomeView({ outcome: { from, second, ...direct } }: { readonly outcome: Outcome }) {
  const t = useTexts(dryRunTexts)
  return (
    <>
      <ComparedView from={from} compared={direct} title={t('referrer')} />
      {second ? <ComparedView from={from} compared={second} title={t('introducers')} /> : null}
    </>
  )
}

type Shown = { readonly from: string; readonly compared: Compared; readonly title: string }

function ComparedView({ from, compared, title }: Shown) {
  const t = useTexts(dryRunTexts)
  const { count, day, yuan } = useFormat()
  const columns = useColumns()
  const { orders, earnedFen, wouldEarnFen, differenceFen, referrers } = compared
  const n = count(orders)
  const largestFirst = referrers.toSorted((a, b) => Math.abs(b.differenceFen) - Math.abs(a.differenceFen))
  return (
    <>
      <div className="grid">
        <MetricCard title={t('orders')} value={n} definition={t('ordersAbout', { from: day(from) })} />
        <MetricCard title={t('earned')} value={yuan(earnedFen)} definition={t('earnedAbout')} n={n} />
        <MetricCard title={t('wouldEarn')} value={yuan(wouldEarnFen)} definition={t('wouldEarnAbout')} n={n} />
        <MetricCard title={t('difference')} value={yuan(differenceFen)} definition={t('differenceAbout')} n={n} />
      </div>
      <FigureCard title={title}>
        {referrers.length === 0 ? (
          <Nothing text={t('nobody')} />
        ) : (
          <RowsTable
            label={title}
            columns={columns}
            rows={largestFirst}
            rowKey={({ referrerId }) => referrerId}
            pageSize={pageSize}
          />
        )}
      </FigureCard>
    </>
  )
}

function useColumns(): Columns<Row> {
  const t = useTexts(dryRunTexts)
  const { count, yuan } = useFormat()
  return [
    { title: t('referrer'), key: 'referrer', render: (_, { referrerId }) => <ReferrerLink customerId={referrerId} /> },
    numberColumn(t('theirOrders'), 'orders', ({ orders }) => orders, count),
    numberColumn(t('earned'), 'earned', ({ earnedFen }) => earnedFen, yuan),
    numberColumn(t('wouldEarn'), 'wouldEarn', ({ wouldEarnFen }) => wouldEarnFen, yuan),
    numberColumn(t('difference'), 'difference', ({ differenceFen }) => differenceFen, yuan),
  ]
}
