import type { Item } from '../../api/call.ts'
import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Answer } from '../../parts/answer.tsx'
import { FigureCard } from '../../parts/figure-card.tsx'
import { numberColumn } from '../../parts/number-column.ts'
import { repeatRateColumn } from '../../parts/repeat-rate-column.tsx'
import { type Columns, RowsTable } from '../../parts/rows-table.tsx'
import { Nothing } from '../../parts/states.tsx'
import { useChannelName } from '../../parts/use-channel-name.ts'
import { channelTexts } from './channel-texts.ts'

type Row = Item<'list-repurchase-channels'>

const metricKeys = [
  'repurchaseRateByDay',
  'channels.attributedFen',
  'channels.spentFen',
  'channels.returnOnSpend',
  'channels.costPerCustomerFen',
  'channels.costPerRepeatCustomerFen',
]

/** As many as one answer has. */
const channelsMax = 100

/** The channels with their figures, the one with the most sales first. */
export function useChannels() {
  const { shopId } = useThisShop()
  return useApi('list-repurchase-channels', { path: { shopId }, query: { limit: channelsMax } }, { live: true })
}

/** The channels beside each other. */
export function ChannelBoard() {
  const t = useTexts(channelTexts)
  const board = useChannels()
  const { count } = useFormat()
  const columns = useColumns()
  return (
    <Answer of={board}>
      {({ items, isComplete }) =>
        items.length === 0 ? (
          <Nothing text={t('nothing')} />
        ) : (
          <FigureCard
            title={t('title')}
            metricKeys={metricKeys}
            hint={isComplete && items.length < channelsMax ? undefined : t('notAll', { n: count(items.length) })}
          >
            <RowsTable label={t('title')} columns={columns} rows={items} rowKey={({ channel }) => channel} />
          </FigureCard>
        )
      }
    </Answer>
  )
}

function useColumns(): Columns<Row> {
  const t = useTexts(channelTexts)
  const name = useChannelName()
  const format = useFormat()
  const { count, number, yuan } = format
  return [
    { title: t('channel'), key: 'channel', render: (_, { channel }) => name(channel) },
    numberColumn(t('customers'), 'customers', ({ customers }) => customers, count),
    repeatRateColumn(t('rate'), format),
    {
      title: t('won'),
      key: 'won',
      className: 'amount',
      render: (_, { attributedFen, attributedOrders }) => (
        <span className="two-lines">
          {yuan(attributedFen)}
          <small>{t('orders', { n: count(attributedOrders) })}</small>
        </span>
      ),
      sorter: (a, b) => a.attributedFen - b.attributedFen,
    },
    numberColumn(t('spent'), 'spent', ({ spentFen }) => spentFen, yuan),
    numberColumn(t('return'), 'return', ({ returnOnSpend }) => returnOnSpend, number),
    numberColumn(t('perCustomer'), 'perCustomer', ({ costPerCustomerFen }) => costPerCustomerFen, yuan),
    numberColumn(t('perRepeat'), 'perRepeat', ({ costPerRepeatCustomerFen }) => costPerRepeatCustomerFen, yuan),
  ]
}
