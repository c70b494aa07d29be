import type { ApiQuery } from '../../api/use-api.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Answer } from '../../parts/answer.tsx'
import { DefinedMetric } from '../../parts/defined-metric.tsx'
import { storyTexts } from './customer-texts.ts'

/** What the models of last night expect of a customer. */
export function Outlook({
  prediction,
  isOneDay,
}: {
  readonly prediction: ApiQuery<'get-customer-prediction'>
  /** Whether all that the customer bought was on one day. */
  readonly isOneDay: boolean
}) {
  const t = useTexts(storyTexts)
  const { number, percent, yuan } = useFormat()
  return (
    <Answer of={prediction} rows={2}>
      {({ probabilityAlive, expectedPurchases, expectedSpendFen, valueFen, horizonDays }) => (
        <div className="grid">
          <DefinedMetric
            metricKey="prediction.probabilityAlive"
            value={percent(probabilityAlive)}
            note={isOneDay ? t('aliveNote') : undefined}
          />
          <DefinedMetric
            metricKey="prediction.expectedPurchases"
            title={t('expected', { days: horizonDays })}
            value={expectedPurchases === null ? '–' : t('times', { n: number(expectedPurchases) })}
          />
          <DefinedMetric metricKey="prediction.expectedSpendFen" title={t('spend')} value={yuan(expectedSpendFen)} />
          <DefinedMetric metricKey="prediction.valueFen" title={t('value')} value={yuan(valueFen)} />
        </div>
      )}
    </Answer>
  )
}
