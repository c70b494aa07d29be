import { Button, Segmented } from 'antd'
import { Link } from 'react-router'
import { useApi, useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { Page } from '../../parts/page.tsx'
import { Nothing } from '../../parts/states.tsx'
import { useViewState } from '../../parts/use-view-state.ts'
import { LowStock } from './low-stock.tsx'
import { PastProducts } from './past-products.tsx'
import { useProductColumns } from './product-columns.tsx'
import { productTexts } from './product-texts.ts'
import './products.css'

/** Products whose figures stand beside them: as many as one answer ranks. */
export const productsRanked = 100

export function ProductsPage() {
  const t = useTexts(productTexts)
  const { shopId, role } = useThisShop()
  const [{ view }, setView] = useViewState(['view'])
  const shown = view === 'low' ? 'low' : 'all'
  return (
    <Page
      title={t('title')}
      hint={t('hint')}
      actions={
        role === 'operator' ? null : (
          <>
            <Link to={`/shops/${shopId}/products/categories`}>
              <Button tabIndex={-1}>{t('categories')}</Button>
            </Link>
            <Link to={`/shops/${shopId}/products/new`}>
              <Button type="primary" tabIndex={-1}>
                {t('draft')}
              </Button>
            </Link>
          </>
        )
      }
    >
      <div className="filters">
        <Segmented
          aria-label={t('views')}
          value={shown}
          options={(['all', 'low'] as const).map((value) => ({ value, label: t(value) }))}
          onChange={(next) => setView({ view: next })}
        />
      </div>
      {shown === 'low' ? <LowStock /> : <AllProducts />}
    </Page>
  )
}

function AllProducts() {
  const t = useTexts(productTexts)
  const { shopId } = useThisShop()
  const pages = useApiPages('list-catalog', { path: { shopId }, query: {} }, { live: true })
  const ranked = useApi('list-repurchase-products', { path: { shopId }, query: { limit: productsRanked } })
  const figures = ranked.data?.items ?? []
  const kept = new Set<string>(pages.rows.map(({ productId }) => productId))
  const past = figures.filter(({ productId }) => !kept.has(productId))
  return (
    <>
      <DataTable
        pages={pages}
        columns={useProductColumns(figures)}
        rowKey={({ productId }) => productId}
        label={t('title')}
        nothing={<Nothing text={t('nothing')} />}
      />
      {pages.isPending || pages.hasNextPage || past.length === 0 ? null : <PastProducts figures={past} />}
    </>
  )
}
