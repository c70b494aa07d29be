import { segmentNames, valueClassNames } from '../../../../domain/repurchase/prediction/segments.ts'
import type { Item } from '../../api/call.ts'
import { useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useText, useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { FigureCard } from '../../parts/figure-card.tsx'
import { numberColumn } from '../../parts/number-column.ts'
import type { Columns } from '../../parts/rows-table.tsx'
import { Nothing } from '../../parts/states.tsx'
import { CustomerLink } from './customer-link.tsx'
import { customerTexts } from './customer-texts.ts'
import type { SegmentKey } from './segments.tsx'

type Predicted = Item<'list-segment'>

/** The people of one segment, the most valuable first. */
export function SegmentCustomers({
  segment,
  horizonDays,
}: {
  readonly segment: SegmentKey
  readonly horizonDays: number
}) {
  const t = useTexts(customerTexts)
  const text = useText()
  const { shopId } = useThisShop()
  const pages = useApiPages('list-segment', { path: { shopId, segment }, query: {} })
  const name = text({ ...segmentNames, ...valueClassNames }[segment])
  return (
    <FigureCard
      title={name}
      metricKeys={['prediction.probabilityAlive', 'prediction.expectedPurchases', 'prediction.valueFen']}
    >
      <DataTable
        pages={pages}
        columns={useColumns(horizonDays)}
        rowKey={({ customerId }) => customerId}
        label={name}
        nothing={<Nothing text={t('noSegment')} />}
      />
    </FigureCard>
  )
}

function useColumns(horizonDays: number): Columns<Predicted> {
  const t = useTexts(customerTexts)
  const { number, percent, yuan } = useFormat()
  return [
    { title: t('customer'), key: 'customer', render: (_, { customerId }) => <CustomerLink customerId={customerId} /> },
    { title: t('scores'), key: 'scores', render: (_, { r, f, m }) => `${r}·${f}·${m}` },
    numberColumn(t('alive'), 'alive', ({ probabilityAlive }) => probabilityAlive, percent),
    numberColumn(
      t('expected', { days: horizonDays }),
      'expected',
      ({ expectedPurchases }) => expectedPurchases,
      number,
    ),
    numberColumn(t('value'), 'value', ({ valueFen }) => valueFen, yuan),
  ]
}
