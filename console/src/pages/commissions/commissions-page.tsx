import { Segmented } from 'antd'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { Page } from '../../parts/page.tsx'
import { useViewState } from '../../parts/use-view-state.ts'
import { Accounts } from './accounts.tsx'
import { commissionTexts } from './commission-texts.ts'
import { Payouts } from './payouts.tsx'
import { Years } from './years.tsx'

const views = ['accounts', 'payouts', 'years'] as const

/** What referrers have earned, what they ask for, and what they were paid. */
export function CommissionsPage() {
  const t = useTexts(commissionTexts)
  const { role } = useThisShop()
  const [{ view }, setView] = useViewState(['view', 'year'])
  // The API shows payouts and years to who answers for them.
  const open = role === 'owner' ? views : (['accounts'] as const)
  const shown = open.find((known) => known === view) ?? 'accounts'
  return (
    <Page title={t('title')}>
      {open.length === 1 ? null : (
        <div className="filters">
          <Segmented
            aria-label={t('view')}
            options={open.map((value) => ({ value, label: t(value) }))}
            value={shown}
            onChange={(next) => setView({ view: next, year: undefined })}
          />
        </div>
      )}
      {shown === 'accounts' ? <Accounts /> : null}
      {shown === 'payouts' ? <Payouts /> : null}
      {shown === 'years' ? <Years /> : null}
    </Page>
  )
}
