import type { Reply } from '../../api/call.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DefinedMetric } from '../../parts/defined-metric.tsx'
import { memberTexts } from './referrer-texts.ts'

/** How many come back, of those introduced and of all below. */
export function ReferrerRepurchase({ figures }: { readonly figures: Reply<'get-referrer-repurchase'> }) {
  const t = useTexts(memberTexts)
  const { count, percent } = useFormat()
  const card = (of: NonNullable<typeof figures.chain>) => {
    const { n, low, high } = of.interval95.repurchaseRateByDay
    const interval = low === null ? {} : { interval: { low: percent(low), high: percent(high) } }
    return { value: percent(of.repurchaseRateByDay), n: count(n), ...interval }
  }
  return (
    <>
      <DefinedMetric metricKey="repurchaseRateByDay" title={t('rateOfIntroduced')} {...card(figures)} />
      {figures.chain === null ? null : (
        <DefinedMetric metricKey="chain" title={t('rateOfChain')} {...card(figures.chain)} />
      )}
    </>
  )
}
