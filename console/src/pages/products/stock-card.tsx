import type { Reply } from '../../api/call.ts'
import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Answer } from '../../parts/answer.tsx'
import { FigureCard } from '../../parts/figure-card.tsx'
import { type Columns, RowsTable } from '../../parts/rows-table.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { FlashSale } from './flash-sale.tsx'
import { MoveStock } from './move-stock.tsx'
import type { Product } from './product-fields.ts'
import { optionsText } from './product-status.tsx'
import { productPageTexts, productTexts } from './product-texts.ts'

type Stock = Reply<'get-stock'>['skus'][number]
const counters = ['onHand', 'held', 'sold', 'received', 'writtenOff'] as const

/** Units of every variant, and what may be done with them. */
export function StockCard({ product, mayChange }: { readonly product: Product; readonly mayChange: boolean }) {
  const t = useTexts(productPageTexts)
  const goods = useTexts(productTexts)
  const { count } = useFormat()
  const { shopId } = useThisShop()
  const { productId, skus } = product
  const stock = useApi('get-stock', { path: { shopId, productId } }, { live: true })
  const nameOf = (skuId: string) =>
    optionsText(skus.find((sku) => sku.skuId === skuId)?.options ?? {}, goods('noOptions'))
  const columns: Columns<Stock> = [
    {
      title: t('variants'),
      key: 'variant',
      render: (_, { skuId, flashSaleShards }) => (
        <>
          {nameOf(skuId)}{' '}
          {flashSaleShards === undefined ? null : (
            <StateTag tone="moving">
              {t('flash')} · {t('flashShards', { n: flashSaleShards })}
            </StateTag>
          )}
        </>
      ),
    },
    ...counters.map((counter) => ({
      title: t(counter),
      key: counter,
      className: 'amount',
      render: (_value: unknown, row: Stock) => count(row[counter]),
    })),
    {
      title: t('actions'),
      key: 'actions',
      onPhone: 'wide',
      render: (_, { skuId, flashSaleShards }) =>
        mayChange ? (
          <div className="row-actions">
            <MoveStock productId={productId} skuId={skuId} name={nameOf(skuId)} />
            <FlashSale productId={productId} skuId={skuId} isOn={flashSaleShards !== undefined} name={nameOf(skuId)} />
          </div>
        ) : null,
    },
  ]
  return (
    <FigureCard title={t('stock')} hint={t('stockHint')}>
      <Answer of={stock}>
        {(answer) => (
          <RowsTable label={t('stock')} rowKey={({ skuId }) => skuId} columns={columns} rows={answer.skus} />
        )}
      </Answer>
    </FigureCard>
  )
}
