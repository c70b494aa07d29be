import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DefinedMetric } from '../../parts/defined-metric.tsx'
import { repurchaseTexts } from './repurchase-texts.ts'
import type { ScopeFigures } from './scope-figures.ts'

/** The plain figures. `toCustomers` gives the address of the customers behind one, where there is such a list. */
export function Headline({
  figures,
  toCustomers,
}: {
  readonly figures: ScopeFigures
  readonly toCustomers?: (metricKey: string) => string
}) {
  const t = useTexts(repurchaseTexts)
  const { count, number, percent, yuan } = useFormat()
  const { customers, repeatCustomersByDay, secondPurchase, interval95, amountFen } = figures
  const rate = (key: 'repurchaseRateByDay' | 'repurchaseRateByOrder') => {
    const { n, low, high } = interval95[key]
    return {
      metricKey: key,
      value: percent(figures[key]),
      n: count(n),
      ...(low === null ? {} : { interval: { low: percent(low), high: percent(high) } }),
      note: low === null ? undefined : `${percent(low)} – ${percent(high)}`,
    }
  }
  const way = (key: string) => (toCustomers ? { to: toCustomers(key) } : {})
  const { median, p25, p75 } = secondPurchase
  return (
    <div className="grid headline">
      <DefinedMetric {...rate('repurchaseRateByDay')} {...way('repurchaseRateByDay')} />
      <DefinedMetric {...rate('repurchaseRateByOrder')} {...way('repurchaseRateByOrder')} />
      <DefinedMetric metricKey="customers" value={count(customers)} {...way('customers')} />
      <DefinedMetric
        metricKey="repeatCustomersByDay"
        value={count(repeatCustomersByDay)}
        {...way('repeatCustomersByDay')}
      />
      <DefinedMetric
        metricKey="secondPurchase"
        title={t('daysToSecond')}
        value={median === null ? '–' : t('days', { n: number(median) })}
        n={count(secondPurchase.n)}
        note={median === null ? undefined : t('median', { p25: number(p25), p75: number(p75) })}
        {...way('secondPurchase')}
      />
      <DefinedMetric metricKey="amountFen" value={yuan(amountFen)} />
    </div>
  )
}
