import { Link, useParams } from 'react-router'
import type { Input, Item } from '../../api/call.ts'
import { useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { numberColumn } from '../../parts/number-column.ts'
import { Page } from '../../parts/page.tsx'
import type { Columns } from '../../parts/rows-table.tsx'
import { useMetrics } from '../../parts/use-metrics.ts'
import { useViewState } from '../../parts/use-view-state.ts'
import { CustomerLink } from '../customers/customer-link.tsx'
import { repurchaseTexts } from './repurchase-texts.ts'

type Buyer = Item<'list-metric-customers'>
type MetricKey = Input<'list-metric-customers'>['path']['metricKey']

/** The customers whom a figure counts. */
export function MetricCustomersPage() {
  const t = useTexts(repurchaseTexts)
  const { shopId } = useThisShop()
  const { metricKey = 'customers' } = useParams()
  const [{ asOf }] = useViewState(['asOf'])
  const { title: name, definition } = useMetrics()(metricKey)
  // Whatever else an address says the API refuses.
  const path = { shopId, metricKey: metricKey as MetricKey }
  const pages = useApiPages('list-metric-customers', { path, query: asOf === undefined ? {} : { asOf } })
  const back = `/shops/${shopId}/repurchase${asOf === undefined ? '' : `?asOf=${asOf}`}`
  return (
    <Page
      title={t('behind', { name })}
      hint={
        <>
          <Link to={back}>← {t('title')}</Link> · {definition}
        </>
      }
    >
      <DataTable pages={pages} columns={useBuyerColumns()} rowKey={({ customerId }) => customerId} label={name} />
    </Page>
  )
}

export function useBuyerColumns(): Columns<Buyer> {
  const t = useTexts(repurchaseTexts)
  const { count, yuan } = useFormat()
  return [
    { title: t('customer'), key: 'customer', render: (_, { customerId }) => <CustomerLink customerId={customerId} /> },
    numberColumn(t('orders'), 'orders', ({ orders }) => orders, count),
    numberColumn(t('purchaseDays'), 'purchaseDays', ({ purchaseDays }) => purchaseDays, count),
    numberColumn(t('amount'), 'amount', ({ amountFen }) => amountFen, yuan),
    {
      title: t('firstDay'),
      key: 'firstDay',
      render: (_, { firstDay }) => firstDay,
      sorter: (a, b) => a.firstDay.localeCompare(b.firstDay),
    },
    {
      title: t('lastDay'),
      key: 'lastDay',
      render: (_, { lastDay }) => lastDay,
      sorter: (a, b) => a.lastDay.localeCompare(b.lastDay),
    },
  ]
}
