import { Input } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { FigureCard } from '../../parts/figure-card.tsx'
import { shortCustomer } from '../../parts/short-customer.ts'
import { storyTexts } from './customer-texts.ts'

/** Says that this customer and another one are the same person: for ever, so it asks. */
export function MergeCard({ customerId }: { readonly customerId: string }) {
  const t = useTexts(storyTexts)
  const navigate = useNavigate()
  const { shopId } = useThisShop()
  const [typed, setTyped] = useState('')
  const merge = useChange('merge-customer')
  const intoCustomerId = typed.trim()
  const confirm = async () => {
    const { mergedInto } = await merge.mutateAsync({ path: { shopId, customerId }, body: { intoCustomerId } })
    navigate(`/shops/${shopId}/customers/${encodeURIComponent(mergedInto)}`)
  }
  return (
    <FigureCard title={t('merge')} hint={t('mergeHint')}>
      <div className="stack">
        <Input
          aria-label={t('into')}
          placeholder={t('into')}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <ConfirmButton
          action={t('mergeAction')}
          consequence={t('mergeConsequence', { from: shortCustomer(customerId), into: shortCustomer(intoCustomerId) })}
          onConfirm={confirm}
          danger
          disabled={intoCustomerId === '' || intoCustomerId === customerId}
        />
      </div>
    </FigureCard>
  )
}
