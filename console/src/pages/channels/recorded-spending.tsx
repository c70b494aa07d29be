import type { Item } from '../../api/call.ts'
import { useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { FigureCard } from '../../parts/figure-card.tsx'
import { numberColumn } from '../../parts/number-column.ts'
import type { Columns } from '../../parts/rows-table.tsx'
import { Nothing } from '../../parts/states.tsx'
import { useChannelName } from '../../parts/use-channel-name.ts'
import { channelTexts } from './channel-texts.ts'
import './channels.css'

type Month = Item<'list-channel-spending'>

/** What was recorded as spent, month by month. */
export function RecordedSpending() {
  const t = useTexts(channelTexts)
  const { shopId } = useThisShop()
  const pages = useApiPages('list-channel-spending', { path: { shopId }, query: {} })
  return (
    <FigureCard title={t('recorded')}>
      <DataTable
        pages={pages}
        columns={useColumns()}
        rowKey={({ month, channel }) => `${month} ${channel}`}
        label={t('recorded')}
        nothing={<Nothing text={t('nothingRecorded')} />}
      />
    </FigureCard>
  )
}

function useColumns(): Columns<Month> {
  const t = useTexts(channelTexts)
  const name = useChannelName()
  const { yuan } = useFormat()
  return [
    { title: t('month'), key: 'month', render: (_, { month }) => month },
    { title: t('channel'), key: 'channel', render: (_, { channel }) => name(channel), onPhone: 'aside' },
    numberColumn(t('spent'), 'spent', ({ spentByDayFen }) => sumOf(spentByDayFen), yuan),
    {
      title: t('days'),
      key: 'days',
      onPhone: 'wide',
      render: (_, { spentByDayFen }) => (
        <ul className="spent-days">
          {daysOf(spentByDayFen).map(([day, fen]) => (
            <li key={day}>
              {day.slice('2026-'.length)} {yuan(fen)}
            </li>
          ))}
        </ul>
      ),
    },
  ]
}

/** Days on which something was spent, in their order. */
const daysOf = (spentByDayFen: Month['spentByDayFen']) =>
  Object.entries(spentByDayFen)
    .filter(([, fen]) => fen > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))

const sumOf = (spentByDayFen: Month['spentByDayFen']) => Object.values(spentByDayFen).reduce((sum, fen) => sum + fen, 0)
