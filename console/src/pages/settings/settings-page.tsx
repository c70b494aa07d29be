import { Card } from 'antd'
import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { Answer } from '../../parts/answer.tsx'
import { Page } from '../../parts/page.tsx'
import { SettingsForm } from './settings-form.tsx'
import { settingsTexts } from './settings-texts.ts'
import { StaffCard } from './staff-card.tsx'

export function SettingsPage() {
  const t = useTexts(settingsTexts)
  const { shopId, role } = useThisShop()
  const settings = useApi('get-settings', { path: { shopId } })
  return (
    <Page title={t('title')} hint={role === 'owner' ? t('hint') : t('ownerOnly')}>
      <Answer of={settings} rows={8}>
        {({ settings: current, version }) => (
          <div className="side-by-side">
            <Card>
              <SettingsForm key={version} current={current} isReadOnly={role !== 'owner'} />
            </Card>
            {role === 'owner' ? <StaffCard /> : null}
          </div>
        )}
      </Answer>
    </Page>
  )
}
