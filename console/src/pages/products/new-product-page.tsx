import { useState } from 'react'
import { useNavigate } from 'react-router'
import { newId } from '../../api/new-id.ts'
import { useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { FigureCard } from '../../parts/figure-card.tsx'
import { Page } from '../../parts/page.tsx'
import { draftOf, type ProductFields } from './product-fields.ts'
import { ProductForm } from './product-form.tsx'
import { productPageTexts } from './product-texts.ts'
import './products.css'

export function NewProductPage() {
  const t = useTexts(productPageTexts)
  const navigate = useNavigate()
  const { shopId } = useThisShop()
  const draft = useChange('draft-product')
  // A new one for each try: after a refusal the content changes, and an id stands for one content.
  const [attempt, setAttempt] = useState(() => newId('prd'))
  const save = async (fields: ProductFields) => {
    try {
      await draft.mutateAsync({ path: { shopId }, body: draftOf(attempt, fields) })
      navigate(`/shops/${shopId}/products/${attempt}`)
    } finally {
      setAttempt(newId('prd'))
    }
  }
  return (
    <Page title={t('newTitle')}>
      <FigureCard title={t('about')}>
        <ProductForm action={t('create')} onSave={save} />
      </FigureCard>
    </Page>
  )
}
