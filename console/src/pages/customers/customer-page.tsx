import { Alert, Button } from 'antd'
import { Link, useNavigate, useParams } from 'react-router'
import { useApi, useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { Page } from '../../parts/page.tsx'
import { shortCustomer } from '../../parts/short-customer.ts'
import { storyTexts } from './customer-texts.ts'
import { MergeCard } from './merge-card.tsx'
import { Outlook } from './outlook.tsx'
import { PurchasesTable } from './purchases-table.tsx'
import { WhoCard } from './who-card.tsx'

/** One customer's story: who they are and came by, what to expect, all they bought. */
export function CustomerPage() {
  const t = useTexts(storyTexts)
  const { shopId, role } = useThisShop()
  const { customerId: asked = '' } = useParams()
  const navigate = useNavigate()
  const path = { shopId, customerId: asked }
  const pages = useApiPages('list-purchases', { path, query: {} }, { live: true })
  const prediction = useApi('get-customer-prediction', { path, query: {} })
  const owner = pages.data?.pages[0] as { readonly customerId: string } | undefined
  const customerId = owner?.customerId ?? asked
  const days = new Set(pages.rows.filter(({ isCounted }) => isCounted).map(({ day }) => day))
  return (
    <Page
      title={t('title', { id: shortCustomer(customerId) })}
      hint={<Link to={`/shops/${shopId}/customers`}>← {t('back')}</Link>}
      actions={
        <Button onClick={() => navigate(`/shops/${shopId}/referrers/${encodeURIComponent(customerId)}`)}>
          {t('toReferrer')}
        </Button>
      }
    >
      {customerId === asked ? null : <Alert type="info" title={t('mergedFrom', { id: asked })} />}
      <Outlook prediction={prediction} isOneDay={days.size === 1} />
      <div className="side-by-side">
        <PurchasesTable pages={pages} />
        <div className="stack">
          <WhoCard customerId={customerId} purchases={pages.rows} prediction={prediction.data} />
          {role === 'operator' ? null : <MergeCard customerId={customerId} />}
        </div>
      </div>
    </Page>
  )
}
