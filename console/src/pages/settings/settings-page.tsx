import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { texts, useTexts } from '../../i18n/texts.ts'
import { Answer } from '../../parts/answer.tsx'
import { Page } from '../../parts/page.tsx'

const settingsTexts = texts({
  title: { zh: '店铺设置', en: 'Shop settings' },
  hold: { zh: '付款时限(分钟)', en: 'Minutes to pay' },
})

export function SettingsPage() {
  const t = useTexts(settingsTexts)
  const { shopId } = useThisShop()
  const settings = useApi('get-settings', { path: { shopId } })
  return (
    <Page title={t('title')}>
      <Answer of={settings}>{({ settings: { paymentHoldMinutes } }) => `${t('hold')}: ${paymentHoldMinutes}`}</Answer>
    </Page>
  )
}
