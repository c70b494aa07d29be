import type { Item } from '../../api/call.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DataTable, type DataTableProps } from '../../parts/data-table.tsx'
import { numberColumn } from '../../parts/number-column.ts'
import type { Columns } from '../../parts/rows-table.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { Nothing } from '../../parts/states.tsx'
import { useChannelName } from '../../parts/use-channel-name.ts'
import { OrderLink } from '../orders/order-link.tsx'
import { ProductName } from '../products/product-name.tsx'
import { CustomerLink } from './customer-link.tsx'
import { storyTexts } from './customer-texts.ts'

type Purchase = Item<'list-purchases'>

/** All that a customer bought, the newest first. */
export function PurchasesTable({ pages }: { readonly pages: DataTableProps<Purchase>['pages'] }) {
  const t = useTexts(storyTexts)
  return (
    <DataTable
      pages={pages}
      columns={useColumns()}
      rowKey={({ orderId }) => orderId}
      label={t('purchases')}
      nothing={<Nothing text={t('noPurchases')} />}
    />
  )
}

function useColumns(): Columns<Purchase> {
  const t = useTexts(storyTexts)
  const { yuan } = useFormat()
  const channelName = useChannelName()
  return [
    { title: t('day'), key: 'day', render: (_, { day }) => day, sorter: (a, b) => a.day.localeCompare(b.day) },
    { title: t('order'), key: 'order', render: (_, purchase) => <OrderOf {...purchase} /> },
    { title: t('items'), key: 'items', onPhone: 'wide', render: (_, { lines }) => <Lines lines={lines} /> },
    { ...numberColumn<Purchase>(t('netPaid'), 'netPaid', ({ netPaidFen }) => netPaidFen, yuan), onPhone: 'aside' },
    {
      title: t('via'),
      key: 'via',
      render: (_, { referrerId, channel }) => (
        <span className="two-lines">
          {referrerId === null ? null : <CustomerLink customerId={referrerId} />}
          {channel === null ? null : <small>{channelName(channel)}</small>}
        </span>
      ),
    },
    {
      title: t('counted'),
      key: 'counted',
      render: (_, { isCounted, excluded }) => {
        if (isCounted) return t('isCounted')
        return <StateTag tone="calm">{excluded ? t('excluded') : t('notCounted')}</StateTag>
      },
    },
  ]
}

/** Orders of ours have a page; those of an imported past have their number only. */
function OrderOf({ orderId, imported }: Pick<Purchase, 'orderId' | 'imported'>) {
  const t = useTexts(storyTexts)
  if (!imported) return <OrderLink orderId={orderId} />
  return (
    <span className="two-lines">
      {orderId}
      <small>{t('imported')}</small>
    </span>
  )
}

function Lines({ lines }: Pick<Purchase, 'lines'>) {
  return (
    <span className="two-lines">
      {lines.map(({ productId, quantity }) => (
        <span key={productId}>
          <ProductName productId={productId} /> ×{quantity}
        </span>
      ))}
    </span>
  )
}
