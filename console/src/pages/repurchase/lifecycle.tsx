import { Chart } from '../../charts/chart.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { FigureCard } from '../../parts/figure-card.tsx'
import { repurchaseTexts } from './repurchase-texts.ts'
import { latest, type Months } from './scope-figures.ts'

const kinds = ['new', 'activeLastMonth', 'returnedAfterGap'] as const

/** What the customers were to each month, as bars that add up to the customers of the month. */
export function Lifecycle({ months }: { readonly months: Months }) {
  const t = useTexts(repurchaseTexts)
  const { count, percent } = useFormat()
  const rows = latest(months)
  const [month, last] = rows.at(-1) ?? []
  if (month === undefined || last === undefined) return null
  const label = t('monthsLabel', { rows: rows.length, month, customers: count(last.customers), new: count(last.new) })
  const rates = rows.map(([, { boughtNextMonthRate }]) => boughtNextMonthRate)
  return (
    <FigureCard
      title={t('months')}
      hint={t('monthsHint')}
      metricKeys={[...kinds.map((kind) => `months.${kind}`), 'months.customers', 'months.boughtNextMonthRate']}
    >
      <Chart
        label={label}
        height={300}
        option={(colours) => ({
          xAxis: { type: 'category', data: rows.map(([name]) => name), axisTick: { show: false } },
          yAxis: [
            { type: 'value', minInterval: 1 },
            {
              type: 'value',
              min: 0,
              splitLine: { show: false },
              axisLabel: { formatter: (rate: number) => `${Math.round(rate * 100)}%` },
            },
          ],
          series: [
            ...kinds.map((kind) => ({
              type: 'bar' as const,
              name: t(kind),
              stack: 'customers',
              barMaxWidth: 28,
              data: rows.map(([, figures]) => figures[kind]),
            })),
            {
              type: 'line' as const,
              name: t('nextMonthRate'),
              yAxisIndex: 1,
              data: rates,
              symbolSize: 6,
              lineStyle: { width: 2, color: colours.series[5] },
              itemStyle: { color: colours.series[5] },
              tooltip: { valueFormatter: (rate) => percent(typeof rate === 'number' ? rate : null) },
            },
          ],
        })}
      />
    </FigureCard>
  )
}
