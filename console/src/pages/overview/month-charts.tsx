import { Chart } from '../../charts/chart.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Nothing } from '../../parts/states.tsx'
import { repurchaseTexts } from '../repurchase/repurchase-texts.ts'
import type { Figures } from './overview-page.tsx'
import { overviewTexts } from './overview-texts.ts'

/** Two years, as a season is compared with the same of the year before. */
const monthsShown = 24

type MonthsProps = { readonly months: Figures['months'] }

const shownOf = ({ months }: MonthsProps) =>
  Object.entries(months)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(-monthsShown)

export function TrendChart(props: MonthsProps) {
  const t = useTexts(overviewTexts)
  const { percent } = useFormat()
  const shown = shownOf(props)
  if (shown.length === 0) return <Nothing text={t('noMonths')} />
  return (
    <Chart
      label={t('trendLabel')}
      option={(colours) => ({
        xAxis: { type: 'category', data: shown.map(([month]) => month) },
        yAxis: [
          { type: 'value', minInterval: 1 },
          {
            type: 'value',
            min: 0,
            max: 1,
            axisLabel: { formatter: (rate: number) => percent(rate).replace('.0', '') },
            splitLine: { show: false },
          },
        ],
        series: [
          {
            type: 'bar',
            name: t('orders'),
            data: shown.map(([, { orders }]) => orders),
            itemStyle: {
              color: colours.heat[0],
              borderColor: colours.pine,
              borderWidth: 1,
              borderRadius: [3, 3, 0, 0],
            },
            barMaxWidth: 28,
          },
          {
            type: 'line',
            name: t('returningRate'),
            yAxisIndex: 1,
            data: shown.map(([, { returningCustomerRate }]) => returningCustomerRate),
            color: colours.series[1],
            lineStyle: { width: 3 },
            symbolSize: 8,
            tooltip: { valueFormatter: (rate) => percent(typeof rate === 'number' ? rate : null) },
          },
        ],
      })}
    />
  )
}

/** The same names and colours as on the page of repurchase, which has the definitions. */
export function LifecycleChart(props: MonthsProps) {
  const t = useTexts(overviewTexts)
  const kind = useTexts(repurchaseTexts)
  const shown = shownOf(props)
  if (shown.length === 0) return <Nothing text={t('noMonths')} />
  const bar = (name: string, data: number[]) => ({ type: 'bar' as const, stack: 'all', name, data, barMaxWidth: 28 })
  return (
    <Chart
      label={t('lifecycleLabel')}
      option={() => ({
        xAxis: { type: 'category', data: shown.map(([month]) => month) },
        yAxis: { type: 'value', minInterval: 1 },
        series: [
          bar(
            kind('new'),
            shown.map(([, month]) => month.new),
          ),
          bar(
            kind('activeLastMonth'),
            shown.map(([, { activeLastMonth }]) => activeLastMonth),
          ),
          bar(
            kind('returnedAfterGap'),
            shown.map(([, { returnedAfterGap }]) => returnedAfterGap),
          ),
        ],
      })}
    />
  )
}
