import { Card } from 'antd'
import type { Reply } from '../../api/call.ts'
import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Answer } from '../../parts/answer.tsx'
import { MetricCard } from '../../parts/metric-card.tsx'
import { Page } from '../../parts/page.tsx'
import { useMetrics } from '../../parts/use-metrics.ts'
import { Attention } from './attention.tsx'
import { LifecycleChart, TrendChart } from './month-charts.tsx'
import { overviewTexts } from './overview-texts.ts'
import { Today } from './today.tsx'

export type Figures = Reply<'get-shop-repurchase'>

export function OverviewPage() {
  const t = useTexts(overviewTexts)
  const { shopId } = useThisShop()
  const figures = useApi('get-shop-repurchase', { path: { shopId }, query: {} }, { live: true })
  const { data } = figures
  return (
    <Page title={t('title')} hint={data === undefined ? undefined : t('hint', { day: data.asOf })}>
      <Answer of={figures} rows={8}>
        {(shown) => (
          <>
            <div className="side-by-side">
              <Attention driftCells={shown.driftCells} />
              <div className="stack">
                <Today day={shown.asOf} />
                <ComingBack figures={shown} />
              </div>
            </div>
            <div className="grid-wide">
              <Card>
                <h2>{t('trend')}</h2>
                <TrendChart months={shown.months} />
              </Card>
              <Card>
                <h2>{t('lifecycle')}</h2>
                <LifecycleChart months={shown.months} />
              </Card>
            </div>
          </>
        )}
      </Answer>
    </Page>
  )
}

/** The windows of the definition, in days. */
const windows = ['30', '60', '90'] as const

function ComingBack({ figures }: { readonly figures: Figures }) {
  const t = useTexts(overviewTexts)
  const { count, percent, number } = useFormat()
  const metric = useMetrics()
  const { n, low, high } = figures.interval95.repurchaseRateByDay
  const second = figures.secondPurchase
  return (
    <section className="stack" aria-label={t('comeBack')}>
      <h2>{t('comeBack')}</h2>
      <div className="grid">
        <MetricCard
          {...metric('repurchaseRateByDay')}
          value={percent(figures.repurchaseRateByDay)}
          n={count(n)}
          interval={{ low: percent(low), high: percent(high) }}
        />
        <MetricCard {...metric('customers')} value={count(figures.customers)} />
        <MetricCard
          {...metric('secondPurchase')}
          title={t('daysToSecond')}
          value={second.median === null ? '–' : t('days', { n: number(second.median) })}
          n={count(second.n)}
        />
        {windows.map((days) => {
          const within = figures.withinDays[days]
          if (!within) return null
          const { interval95 } = within
          return (
            <MetricCard
              key={days}
              title={t('window', { n: days })}
              definition={metric('withinDays.rateEligible').definition}
              value={percent(within.rateEligible)}
              n={count(within.eligible)}
              interval={{ low: percent(interval95.low), high: percent(interval95.high) }}
            />
          )
        })}
      </div>
    </section>
  )
}
