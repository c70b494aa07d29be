import { useTexts } from '../../i18n/texts.ts'
import { FigureCard } from '../../parts/figure-card.tsx'
import { RowsTable } from '../../parts/rows-table.tsx'
import { type ProductFigures, useFigureColumns } from './product-columns.tsx'
import { productTexts } from './product-texts.ts'

const rowsOfPage = 10

/** What the figures know of and the shop does not keep: products of an imported past. */
export function PastProducts({ figures }: { readonly figures: readonly ProductFigures[] }) {
  const t = useTexts(productTexts)
  const columns = useFigureColumns<ProductFigures>((row) => row)
  return (
    <FigureCard
      title={t('past')}
      hint={t('pastHint')}
      metricKeys={['products.buyers', 'products.rate', 'products.cycle', 'products.amountFen']}
    >
      <RowsTable
        label={t('past')}
        rowKey={({ productId }) => productId}
        columns={[{ title: t('product'), key: 'product', render: (_, { productId }) => productId }, ...columns]}
        rows={figures}
        pageSize={rowsOfPage}
      />
    </FigureCard>
  )
}
