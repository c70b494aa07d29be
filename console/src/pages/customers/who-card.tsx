import { segmentNames, valueClassNames } from '../../../../domain/repurchase/prediction/segments.ts'
import type { Item, Reply } from '../../api/call.ts'
import { useText, useTexts } from '../../i18n/texts.ts'
import { CopyableId } from '../../parts/copyable-id.tsx'
import { FigureCard } from '../../parts/figure-card.tsx'
import { useChannelName } from '../../parts/use-channel-name.ts'
import { CustomerLink } from './customer-link.tsx'
import { storyTexts } from './customer-texts.ts'

/** Who brought the customer, and which group they are in. Purchases are the newest first. */
export function WhoCard({
  customerId,
  purchases,
  prediction,
}: {
  readonly customerId: string
  readonly purchases: readonly Item<'list-purchases'>[]
  readonly prediction: Reply<'get-customer-prediction'> | undefined
}) {
  const t = useTexts(storyTexts)
  const text = useText()
  const channelName = useChannelName()
  const first = purchases.at(-1)
  const introducer = purchases.find(({ introducerId }) => introducerId !== null)?.introducerId
  return (
    <FigureCard title={t('who')} metricKeys={['prediction.segment', 'prediction.valueClass']}>
      <dl className="facts">
        <dt>{t('id')}</dt>
        <dd>
          <CopyableId id={customerId} />
        </dd>
        <dt>{t('introducer')}</dt>
        <dd>{introducer ? <CustomerLink customerId={introducer} /> : t('nobody')}</dd>
        <dt>{t('channel')}</dt>
        <dd>{first?.channel ? channelName(first.channel) : t('noChannel')}</dd>
        {prediction === undefined ? null : (
          <>
            <dt>{t('segment')}</dt>
            <dd>
              {text(segmentNames[prediction.segment])} · {text(valueClassNames[prediction.valueClass])}
            </dd>
            <dt>{t('scores')}</dt>
            <dd>
              {prediction.r} · {prediction.f} · {prediction.m}
            </dd>
          </>
        )}
      </dl>
    </FigureCard>
  )
}
