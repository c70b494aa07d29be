import { Segmented } from 'antd'
import type { Item } from '../../api/call.ts'
import { useApi, useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { FigureCard } from '../../parts/figure-card.tsx'
import type { Columns } from '../../parts/rows-table.tsx'
import { Nothing } from '../../parts/states.tsx'
import { useViewState } from '../../parts/use-view-state.ts'
import { ProductName } from '../products/product-name.tsx'
import { CustomerLink } from './customer-link.tsx'
import { customerTexts } from './customer-texts.ts'

type DuePurchase = Item<'list-due'>

/** Who is due, or overdue, to buy what again. */
export function Due() {
  const t = useTexts(customerTexts)
  const { shopId } = useThisShop()
  const { count } = useFormat()
  const [{ state }, setView] = useViewState(['state'])
  const shown = state === 'overdue' ? 'overdue' : 'due'
  const counts = useApi('get-predictions', { path: { shopId } }).data?.due
  const pages = useApiPages('list-due', { path: { shopId }, query: { state: shown } })
  return (
    <FigureCard
      title={t('due')}
      hint={t('dueHint')}
      metricKeys={['products.cycle']}
      extra={
        <Segmented
          aria-label={t('due')}
          value={shown}
          options={[
            { value: 'due', label: t('dueNow', { n: counts ? count(counts.due) : '' }) },
            { value: 'overdue', label: t('overdue', { n: counts ? count(counts.overdue) : '' }) },
          ]}
          onChange={(next) => setView({ state: next })}
        />
      }
    >
      <DataTable
        pages={pages}
        columns={useColumns()}
        rowKey={({ customerId, productId }) => `${customerId} ${productId}`}
        label={t('due')}
        nothing={<Nothing text={t('noDue')} />}
      />
    </FigureCard>
  )
}

function useColumns(): Columns<DuePurchase> {
  const t = useTexts(customerTexts)
  const { number } = useFormat()
  return [
    { title: t('customer'), key: 'customer', render: (_, { customerId }) => <CustomerLink customerId={customerId} /> },
    {
      title: t('product'),
      key: 'product',
      onPhone: 'aside',
      render: (_, { productId }) => <ProductName productId={productId} />,
    },
    { title: t('lastDay'), key: 'lastDay', render: (_, { lastDay }) => lastDay },
    {
      title: t('nextDay'),
      key: 'nextDay',
      render: (_, { nextDay }) => nextDay,
      sorter: (a, b) => a.nextDay.localeCompare(b.nextDay),
    },
    {
      title: t('gap'),
      key: 'gap',
      className: 'amount',
      render: (_, { expectedGapDays }) => t('days', { n: number(expectedGapDays) }),
    },
  ]
}
