import { Segmented } from 'antd'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { Page } from '../../parts/page.tsx'
import { useViewState } from '../../parts/use-view-state.ts'
import { holdTexts } from './check-texts.ts'
import { Disputes } from './disputes.tsx'
import { Holds } from './holds.tsx'

/** What somebody must look at before commission goes on: holds for fraud, and who an order came by. */
export function ChecksPage() {
  const t = useTexts(holdTexts)
  const { role } = useThisShop()
  const [{ view }, setView] = useViewState(['view', 'status'])
  const shown = role !== 'owner' || view === 'disputes' ? 'disputes' : 'holds'
  return (
    <Page title={t('title')}>
      {role === 'owner' ? (
        <div className="filters">
          <Segmented
            aria-label={t('view')}
            value={shown}
            options={[
              { value: 'holds', label: t('holds') },
              { value: 'disputes', label: t('disputes') },
            ]}
            onChange={(next) => setView({ view: next, status: undefined })}
          />
        </div>
      ) : null}
      {shown === 'holds' ? <Holds /> : <Disputes />}
    </Page>
  )
}
