import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { FigureCard } from '../../parts/figure-card.tsx'
import { type Columns, RowsTable } from '../../parts/rows-table.tsx'
import { repurchaseTexts } from './repurchase-texts.ts'
import type { ScopeFigures } from './scope-figures.ts'
import './repurchase.css'

type Window = ScopeFigures['withinDays'][string] & { readonly days: number }

/** Back within N days: the matured rate with its interval and n, and the rate of all beside it. */
export function Windows({ withinDays }: Pick<ScopeFigures, 'withinDays'>) {
  const t = useTexts(repurchaseTexts)
  const { count, percent } = useFormat()
  const rows = Object.entries(withinDays)
    .map(([days, window]): Window => ({ days: Number(days), ...window }))
    .sort((a, b) => a.days - b.days)
  const columns: Columns<Window> = [
    { title: t('window'), key: 'window', render: (_, { days }) => t('days', { n: days }) },
    {
      title: t('rateEligible'),
      key: 'rate',
      className: 'amount',
      onPhone: 'aside',
      render: (_, row) => percent(row.rateEligible),
    },
    { title: t('interval'), key: 'interval', onPhone: 'wide', render: (_, row) => <IntervalBar {...row.interval95} /> },
    { title: t('eligible'), key: 'eligible', className: 'amount', render: (_, row) => count(row.eligible) },
    { title: t('rateAll'), key: 'all', className: 'amount', render: (_, row) => percent(row.rateAll) },
  ]
  return (
    <FigureCard
      title={t('windows')}
      hint={t('windowsHint')}
      metricKeys={['withinDays.rateEligible', 'withinDays.interval95', 'withinDays.eligible', 'withinDays.rateAll']}
    >
      <RowsTable label={t('windows')} rowKey={({ days }) => String(days)} columns={columns} rows={rows} />
    </FigureCard>
  )
}

function IntervalBar({ low, high }: { readonly low: number | null; readonly high: number | null }) {
  const { percent } = useFormat()
  if (low === null || high === null) return <span className="faint">–</span>
  return (
    <span className="interval">
      <span className="interval-track" aria-hidden>
        <span className="interval-bar" style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} />
      </span>
      {percent(low)} – {percent(high)}
    </span>
  )
}
