import { Segmented } from 'antd'
import { useNavigate } from 'react-router'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { IdFinder } from '../../parts/id-finder.tsx'
import { Page } from '../../parts/page.tsx'
import { useViewState } from '../../parts/use-view-state.ts'
import { Chain } from './chain.tsx'
import { KeyPeople } from './key-people.tsx'
import { ReferrerRates } from './referrer-rates.tsx'
import { referrerTexts } from './referrer-texts.ts'

const views = ['keyPeople', 'rates', 'chain'] as const

/** Who brings customers, and who of them brings those that stay. */
export function ReferrersPage() {
  const t = useTexts(referrerTexts)
  const navigate = useNavigate()
  const { shopId } = useThisShop()
  const [{ view, root }, setView] = useViewState(['view', 'root', 'by'])
  const shown = views.find((known) => known === view) ?? 'keyPeople'
  const open = (id: string) => navigate(`/shops/${shopId}/referrers/${encodeURIComponent(id)}`)
  return (
    <Page title={t('title')} actions={<IdFinder label={t('find')} onFind={open} />}>
      <div className="filters">
        <Segmented
          aria-label={t('view')}
          options={views.map((value) => ({ value, label: t(value) }))}
          value={shown}
          onChange={(next) => setView({ view: next, root: undefined, by: undefined })}
        />
      </div>
      {shown === 'keyPeople' ? <KeyPeople /> : null}
      {shown === 'rates' ? <ReferrerRates /> : null}
      {shown === 'chain' ? <Chain key={root} root={root} /> : null}
    </Page>
  )
}
