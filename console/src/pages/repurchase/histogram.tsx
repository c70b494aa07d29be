import { Segmented } from 'antd'
import { Chart } from '../../charts/chart.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { FigureCard } from '../../parts/figure-card.tsx'
import { useViewState } from '../../parts/use-view-state.ts'
import { repurchaseTexts } from './repurchase-texts.ts'
import type { ScopeFigures } from './scope-figures.ts'

/** Customers by how often they bought. */
export function Histogram({ histogram }: Pick<ScopeFigures, 'histogram'>) {
  const t = useTexts(repurchaseTexts)
  const { count } = useFormat()
  const [{ histogram: chosen }, setView] = useViewState(['histogram'])
  const by = chosen === 'byDays' ? 'byDays' : 'byOrders'
  const bars = Object.entries(histogram[by]).sort(([a], [b]) => Number(a) - Number(b))
  const names = bars.map(([times]) => t('times', { n: times }))
  const all = bars.map(([times, customers]) => `${t('times', { n: times })} ${count(customers)}`).join(', ')
  return (
    <FigureCard
      title={t('histogram')}
      metricKeys={['histogram.byOrders', 'histogram.byDays']}
      extra={
        <Segmented
          aria-label={t('histogram')}
          value={by}
          options={[
            { value: 'byOrders', label: t('byOrders') },
            { value: 'byDays', label: t('byDays') },
          ]}
          onChange={(next) => setView({ histogram: next })}
        />
      }
    >
      <Chart
        label={t('histogramLabel', { all })}
        option={() => ({
          xAxis: { type: 'category', data: names, axisTick: { show: false } },
          yAxis: { type: 'value', minInterval: 1 },
          series: [{ type: 'bar', name: t('customersUnit'), data: bars.map(([, n]) => n), barMaxWidth: 40 }],
          legend: { show: false },
        })}
      />
    </FigureCard>
  )
}
