import { useTexts } from '../../i18n/texts.ts'
import { FigureCard } from '../../parts/figure-card.tsx'
import { PlainTable } from '../../parts/plain-table.tsx'
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
      <PlainTable<ProductFigures>
        label={t('past')}
        rowKey="productId"
        columns={[{ title: t('product'), dataIndex: 'productId', key: 'product' }, ...columns]}
        dataSource={figures}
        pagination={figures.length > rowsOfPage ? { pageSize: rowsOfPage, showSizeChanger: false } : false}
      />
    </FigureCard>
  )
}
