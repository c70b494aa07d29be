import { Card, Input } from 'antd'
import { useState } from 'react'
import { useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { settingsTexts } from './settings-texts.ts'

/** Who works in the shop: made so and taken away by the id that the mini-program shows to each. */
export function StaffCard() {
  const t = useTexts(settingsTexts)
  const { shopId } = useThisShop()
  const [typed, setTyped] = useState('')
  const add = useChange('add-staff')
  const remove = useChange('remove-staff')
  const path = { shopId, customerId: typed.trim() }
  const isId = path.customerId.startsWith('cus_')
  return (
    <Card>
      <h2>{t('staff')}</h2>
      <p className="faint">{t('staffHint')}</p>
      <div className="stack">
        <Input
          value={typed}
          placeholder="cus_…"
          aria-label={t('customerId')}
          onChange={(event) => setTyped(event.target.value)}
        />
        <div className="row-actions">
          <ConfirmButton
            type="primary"
            disabled={!isId}
            action={t('add')}
            consequence={t('addConsequence')}
            onConfirm={() => add.mutateAsync({ path })}
          />
          <ConfirmButton
            danger
            disabled={!isId}
            action={t('remove')}
            consequence={t('removeConsequence')}
            onConfirm={() => remove.mutateAsync({ path })}
          />
        </div>
      </div>
    </Card>
  )
}
