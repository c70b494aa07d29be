import { Link } from 'react-router'
import type { Item } from '../../api/call.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { type Format, useFormat } from '../../i18n/use-format.ts'
import { numberColumn } from '../../parts/number-column.ts'
import type { Columns } from '../../parts/rows-table.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { Picture } from './picture.tsx'
import { ProductStatusTag } from './product-status.tsx'
import { productTexts } from './product-texts.ts'

export type CatalogProduct = Item<'list-catalog'>
export type ProductFigures = Item<'list-repurchase-products'>

/** Lowest to highest price of the variants. */
function prices({ skus }: Pick<CatalogProduct, 'skus'>, yuan: Format['yuan']): string {
  const all = skus.map(({ priceFen }) => priceFen)
  const [low, high] = [Math.min(...all), Math.max(...all)]
  return low === high ? yuan(low) : `${yuan(low)} – ${yuan(high)}`
}

/** Columns of the catalog, with each product's figures where it has some. */
export function useProductColumns(figures: readonly ProductFigures[]): Columns<CatalogProduct> {
  const t = useTexts(productTexts)
  const { count, yuan } = useFormat()
  const { shopId } = useThisShop()
  const byId = new Map(figures.map((one) => [one.productId, one]))
  const of = useFigureColumns<CatalogProduct>(({ productId }) => byId.get(productId))
  return [
    {
      title: t('product'),
      key: 'product',
      render: (_, { productId, title, status, isFlashSale, imagePaths: [cover] }) => (
        <div className="pictured">
          <Picture path={cover} alt={title} size="small" />
          <span>
            <Link to={`/shops/${shopId}/products/${productId}`}>{title}</Link> <ProductStatusTag status={status} />
            {isFlashSale ? <StateTag tone="moving">{t('flash')}</StateTag> : null}
          </span>
        </div>
      ),
    },
    { title: t('price'), key: 'price', className: 'amount', render: (_, product) => prices(product, yuan) },
    {
      title: t('onHand'),
      key: 'onHand',
      className: 'amount',
      render: (_, { stock: { onHand, held } }) => (
        <span className="two-lines">
          {count(onHand)}
          {held === 0 ? null : <small>{t('held', { n: count(held) })}</small>}
        </span>
      ),
      sorter: (a, b) => a.stock.onHand - b.stock.onHand,
    },
    numberColumn(t('sold'), 'sold', ({ stock }) => stock.sold, count),
    ...of,
  ]
}

/** What the repurchase figures say of a row's product. */
export function useFigureColumns<Row>(figuresOf: (row: Row) => ProductFigures | undefined): Columns<Row> {
  const t = useTexts(productTexts)
  const { count, number, percent, yuan } = useFormat()
  const by = (value: (figures: ProductFigures) => number | null) => (a: Row, b: Row) => {
    const [left, right] = [figuresOf(a), figuresOf(b)]
    return ((left && value(left)) ?? -1) - ((right && value(right)) ?? -1)
  }
  const column = (
    key: 'amount' | 'buyers' | 'repurchase' | 'cycle',
    value: (figures: ProductFigures) => number | null,
    render: (figures: ProductFigures) => React.ReactNode,
  ): Columns<Row>[number] => ({
    title: t(key),
    key,
    className: 'amount',
    render: (_, row) => {
      const figures = figuresOf(row)
      return figures === undefined ? <span className="faint">–</span> : render(figures)
    },
    sorter: by(value),
  })
  return [
    column(
      'amount',
      ({ amountFen }) => amountFen,
      ({ amountFen }) => yuan(amountFen),
    ),
    column(
      'buyers',
      ({ buyers }) => buyers,
      ({ buyers }) => count(buyers),
    ),
    column(
      'repurchase',
      ({ rate }) => rate,
      ({ rate, repeatBuyers }) => (
        <span className="two-lines">
          {percent(rate)}
          <small>{t('repeat', { n: count(repeatBuyers) })}</small>
        </span>
      ),
    ),
    column(
      'cycle',
      ({ cycle }) => cycle?.median ?? null,
      ({ cycle }) =>
        cycle === null ? (
          <span className="faint" title={t('tooFew')}>
            –
          </span>
        ) : (
          t('cycleDays', { n: number(cycle.median) })
        ),
    ),
  ]
}
