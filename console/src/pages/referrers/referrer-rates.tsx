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
import { ReferrerLink } from './referrer-link.tsx'
import { referrerTexts } from './referrer-texts.ts'

type Row = Item<'list-repurchase-referrers'>

/** Referrers, with how many of their customers came back; imported ones too. */
export function ReferrerRates() {
  const t = useTexts(referrerTexts)
  const { count } = useFormat()
  const { shopId } = useThisShop()
  const board = useApi('list-repurchase-referrers', { path: { shopId }, query: { limit: rowsMax } }, { live: true })
  const columns = useColumns()
  return (
    <Answer of={board}>
      {({ items, isComplete }) =>
        items.length === 0 ? (
          <Nothing text={t('nobody')} />
        ) : (
          <FigureCard
            title={t('rates')}
            metricKeys={['customers', 'repurchaseRateByDay']}
            hint={isComplete && items.length < rowsMax ? undefined : t('notAll', { n: count(items.length) })}
          >
            <RowsTable label={t('rates')} columns={columns} rows={items} rowKey={(row) => row.referrerId} />
          </FigureCard>
        )
      }
    </Answer>
  )
}

/** As many as one answer has. */
const rowsMax = 100

function useColumns(): Columns<Row> {
  const t = useTexts(referrerTexts)
  const format = useFormat()
  const { count, yuan } = format
  return [
    { title: t('referrer'), key: 'referrer', render: (_, row) => <ReferrerLink customerId={row.referrerId} /> },
    numberColumn(t('buyers'), 'customers', ({ customers }) => customers, count),
    numberColumn(t('repeatBuyers'), 'repeat', ({ repeatCustomersByDay }) => repeatCustomersByDay, count),
    repeatRateColumn(t('rate'), format),
    numberColumn(t('orders'), 'orders', ({ orders }) => orders, count),
    numberColumn(t('amount'), 'amount', ({ amountFen }) => amountFen, yuan),
  ]
}
