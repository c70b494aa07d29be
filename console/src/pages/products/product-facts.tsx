import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DefinedMetric } from '../../parts/defined-metric.tsx'
import type { Product } from './product-fields.ts'
import { ProductStatusTag } from './product-status.tsx'
import { productPageTexts, productTexts } from './product-texts.ts'

/** As many as one answer ranks; figures of one product alone the API does not give. */
const productsRanked = 100

/** Status, and what its buyers did. */
export function ProductFacts({ product: { productId, status } }: { readonly product: Product }) {
  const t = useTexts(productTexts)
  const page = useTexts(productPageTexts)
  const { count, number, percent, yuan } = useFormat()
  const { shopId } = useThisShop()
  const ranked = useApi('list-repurchase-products', { path: { shopId }, query: { limit: productsRanked } })
  const figures = ranked.data?.items.find((one) => one.productId === productId)
  const cycle = figures?.cycle ?? null
  return (
    <>
      <div>
        <ProductStatusTag status={status} />
        {ranked.data && figures === undefined ? <span className="faint">{page('noFigures')}</span> : null}
      </div>
      {figures === undefined ? null : (
        <div className="grid">
          <DefinedMetric metricKey="products.rate" value={percent(figures.rate)} n={count(figures.buyers)} />
          <DefinedMetric metricKey="products.buyers" value={count(figures.buyers)} />
          <DefinedMetric metricKey="products.amountFen" title={t('amount')} value={yuan(figures.amountFen)} />
          <DefinedMetric
            metricKey="products.cycle"
            value={cycle === null ? '–' : t('cycleDays', { n: number(cycle.median) })}
            {...(cycle === null ? { note: t('tooFew') } : { n: count(cycle.n) })}
          />
        </div>
      )}
    </>
  )
}
