import { Alert } from 'antd'
import { segmentNames, valueClassNames } from '../../../../domain/repurchase/prediction/segments.ts'
import type { Input, Reply } from '../../api/call.ts'
import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { type Text, useText, useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Answer } from '../../parts/answer.tsx'
import { FigureCard } from '../../parts/figure-card.tsx'
import { useViewState } from '../../parts/use-view-state.ts'
import { customerTexts } from './customer-texts.ts'
import { SegmentCustomers } from './segment-customers.tsx'
import './customers.css'

export type Predictions = Reply<'get-predictions'>
export type SegmentKey = Input<'list-segment'>['path']['segment']

/** Who the customers are, by the two ways of sorting them; one group of them opened below. */
export function Segments() {
  const t = useTexts(customerTexts)
  const { shopId } = useThisShop()
  const { count } = useFormat()
  const predictions = useApi('get-predictions', { path: { shopId } })
  const [{ segment: asked }] = useViewState(['segment'])
  const names: Readonly<Record<string, Text>> = { ...segmentNames, ...valueClassNames }
  const isKnown = (name: string | undefined): name is SegmentKey => name !== undefined && name in names
  return (
    <Answer of={predictions}>
      {(answer) => (
        <>
          <p className="page-hint">{t('hint', { asOf: answer.asOf, n: count(answer.customers) })}</p>
          <FigureCard title={t('segments')} hint={t('segmentsHint')} metricKeys={['prediction.segment', 'rfm']}>
            <Tiles names={segmentNames} predictions={answer} />
          </FigureCard>
          <FigureCard title={t('valueClasses')} hint={t('classesHint')} metricKeys={['prediction.valueClass']}>
            <Tiles names={valueClassNames} predictions={answer} />
          </FigureCard>
          {isKnown(asked) ? <SegmentCustomers segment={asked} horizonDays={answer.horizonDays} /> : null}
          <Warnings predictions={answer} />
        </>
      )}
    </Answer>
  )
}

function Tiles({
  names,
  predictions: { lists, customers },
}: {
  readonly names: Readonly<Record<string, Text>>
  readonly predictions: Predictions
}) {
  const t = useTexts(customerTexts)
  const text = useText()
  const { count, percent } = useFormat()
  const [{ segment: chosen }, setView] = useViewState(['segment'])
  const most = Math.max(1, ...Object.keys(names).map((key) => lists[key as SegmentKey] ?? 0))
  return (
    <div className="tiles">
      {Object.entries(names).map(([key, name]) => {
        const n = lists[key as SegmentKey] ?? 0
        return (
          <button
            type="button"
            key={key}
            className="tile"
            aria-pressed={chosen === key}
            onClick={() => setView({ segment: chosen === key ? undefined : key })}
          >
            <span>{text(name)}</span>
            <strong>{count(n)}</strong>
            <small>{t('share', { share: percent(customers === 0 ? null : n / customers) })}</small>
            <span className="tile-bar" aria-hidden style={{ width: `${(n / most) * 100}%` }} />
          </button>
        )
      })}
    </div>
  )
}

/** What the models cannot do, said beside their numbers. */
function Warnings({ predictions: { warnings, isComplete } }: { readonly predictions: Predictions }) {
  const t = useTexts(customerTexts)
  const text = useText()
  const told = [...warnings.map(text), ...(isComplete ? [] : [t('incomplete')])]
  if (told.length === 0) return null
  const list = (
    <ul className="plain-list">
      {told.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
  return <Alert type="info" title={t('warnings')} description={list} />
}
