import type { Item } from '../../api/call.ts'
import { useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DataTable } from '../../parts/data-table.tsx'
import type { Columns } from '../../parts/rows-table.tsx'
import { Nothing } from '../../parts/states.tsx'
import { useColleagueName } from '../../parts/use-colleague-name.ts'
import type { Product } from './product-fields.ts'
import { optionsText } from './product-status.tsx'
import { productPageTexts, productTexts } from './product-texts.ts'

type Move = Item<'list-stock-moves'>

/** What was brought in and written off, by whom and why. */
export function StockMoves({ product: { productId, skus } }: { readonly product: Product }) {
  const t = useTexts(productPageTexts)
  const goods = useTexts(productTexts)
  const { count, moment } = useFormat()
  const { shopId } = useThisShop()
  const pages = useApiPages('list-stock-moves', { path: { shopId, productId }, query: {} })
  const nameOfColleague = useColleagueName()
  const nameOf = (skuId: string) =>
    optionsText(skus.find((sku) => sku.skuId === skuId)?.options ?? {}, goods('noOptions'))
  const columns: Columns<Move> = [
    { title: t('movedAt'), key: 'movedAt', render: (_, { movedAt }) => moment(movedAt) },
    { title: t('variants'), key: 'variant', render: (_, { skuId }) => nameOf(skuId) },
    {
      title: t('quantity'),
      key: 'quantity',
      onPhone: 'aside',
      className: 'amount',
      render: (_, { kind, quantity }) => `${kind === 'receive' ? '+' : '−'}${count(quantity)}`,
    },
    { title: t('reason'), key: 'reason', onPhone: 'wide', render: (_, { reason }) => reason },
    { title: t('movedBy'), key: 'movedBy', render: (_, { movedBy }) => nameOfColleague(movedBy) },
  ]
  return (
    <DataTable
      pages={pages}
      columns={columns}
      rowKey={({ moveId }) => moveId}
      label={t('moves')}
      nothing={<Nothing text={t('noMoves')} />}
    />
  )
}
