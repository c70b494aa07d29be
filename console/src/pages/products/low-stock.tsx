import { Link } from 'react-router'
import type { Item } from '../../api/call.ts'
import { useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DataTable } from '../../parts/data-table.tsx'
import type { Columns } from '../../parts/rows-table.tsx'
import { Nothing } from '../../parts/states.tsx'
import { optionsText } from './product-status.tsx'
import { productTexts } from './product-texts.ts'

type Low = Item<'list-low-stock'>

/** Variants on sale that run low, by their counters of now. */
export function LowStock() {
  const t = useTexts(productTexts)
  const { count } = useFormat()
  const { shopId } = useThisShop()
  const pages = useApiPages('list-low-stock', { path: { shopId }, query: {} }, { live: true })
  const columns: Columns<Low> = [
    {
      title: t('product'),
      key: 'product',
      render: (_, { productId, title }) => <Link to={`/shops/${shopId}/products/${productId}`}>{title}</Link>,
    },
    {
      title: t('low'),
      key: 'low',
      onPhone: 'wide',
      render: (_, { skus }) => (
        <span className="two-lines">
          {skus.map(({ skuId, options, onHand, lowStockAt }) => (
            <span key={skuId}>
              {t('lowLine', {
                options: optionsText(options, t('noOptions')),
                onHand: count(onHand),
                at: count(lowStockAt),
              })}
            </span>
          ))}
        </span>
      ),
    },
  ]
  return (
    <DataTable
      pages={pages}
      columns={columns}
      rowKey={({ productId }) => productId}
      label={t('low')}
      nothing={<Nothing text={t('nothingLow')} />}
    />
  )
}
