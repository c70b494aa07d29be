import { Button } from 'antd'
import { useParams } from 'react-router'
import { useApi, useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { Answer } from '../../parts/answer.tsx'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { FigureCard } from '../../parts/figure-card.tsx'
import { Page } from '../../parts/page.tsx'
import { Pictures } from './pictures.tsx'
import { ProductFacts } from './product-facts.tsx'
import { editOf, fieldsOf, type Product } from './product-fields.ts'
import { ProductForm } from './product-form.tsx'
import { productPageTexts } from './product-texts.ts'
import { StockCard } from './stock-card.tsx'
import { StockMoves } from './stock-moves.tsx'
import './products.css'

/** One product: its figures, stock and moves, and what may be changed of it. */
export function ProductPage() {
  const { shopId } = useThisShop()
  const { productId = '' } = useParams()
  const product = useApi('get-product', { path: { shopId, productId } })
  return <Answer of={product}>{(answer) => <Shown product={answer} />}</Answer>
}

function Shown({ product }: { readonly product: Product }) {
  const t = useTexts(productPageTexts)
  const { shopId, role } = useThisShop()
  const { productId } = product
  const edit = useChange('edit-product')
  const path = { shopId, productId }
  const mayChange = role !== 'operator'
  return (
    <Page title={product.title} actions={mayChange ? <Publication product={product} /> : null}>
      <ProductFacts product={product} />
      <StockCard product={product} mayChange={mayChange} />
      <div className="grid-wide">
        <FigureCard title={t('moves')}>
          <StockMoves product={product} />
        </FigureCard>
        <Pictures product={product} mayChange={mayChange} />
      </div>
      {mayChange ? (
        <FigureCard title={t('edit')}>
          <ProductForm
            key={JSON.stringify(product.skus.map(({ skuId }) => skuId))}
            initial={fieldsOf(product)}
            action={t('save')}
            onSave={(fields) => edit.mutateAsync({ path, body: editOf(fields, role === 'owner') })}
          />
        </FigureCard>
      ) : null}
    </Page>
  )
}

function Publication({ product: { productId, status } }: { readonly product: Product }) {
  const t = useTexts(productPageTexts)
  const { shopId } = useThisShop()
  const publish = useChange('publish-product')
  const withdraw = useChange('withdraw-product')
  const path = { shopId, productId }
  if (status !== 'on_sale')
    return (
      <Button type="primary" loading={publish.isPending} onClick={() => publish.mutate({ path })}>
        {t('publish')}
      </Button>
    )
  return (
    <ConfirmButton
      action={t('withdraw')}
      consequence={t('withdrawConsequence')}
      onConfirm={() => withdraw.mutateAsync({ path })}
    />
  )
}
