import { Breadcrumb, Button } from 'antd'
import { Link, useNavigate, useParams } from 'react-router'
import type { Reply } from '../../api/call.ts'
import { useApi, useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Answer } from '../../parts/answer.tsx'
import { MetricCard } from '../../parts/metric-card.tsx'
import { Page } from '../../parts/page.tsx'
import { shortCustomer } from '../../parts/short-customer.ts'
import { FunnelCard } from './funnel-card.tsx'
import { Introduced } from './introduced.tsx'
import { ReferrerLink } from './referrer-link.tsx'
import { ReferrerLinks } from './referrer-links.tsx'
import { ReferrerRepurchase } from './referrer-repurchase.tsx'
import { memberTexts, referrerTexts } from './referrer-texts.ts'
import { StandingCard } from './standing.tsx'

/** One referrer: who brought them, whom they brought, by which links, and what came of it. */
export function ReferrerPage() {
  const t = useTexts(memberTexts)
  const navigate = useNavigate()
  const { shopId, role } = useThisShop()
  const { customerId = '' } = useParams()
  const path = { shopId, customerId }
  const member = useApi('get-member', { path }, { live: true })
  const funnel = useApi('get-referrer-funnel', { path }, { live: true })
  const repurchase = useApi('get-referrer-repurchase', { path, query: {} }, { live: true })
  const shop = `/shops/${shopId}`
  const id = encodeURIComponent(customerId)
  return (
    <Page
      title={t('title', { id: shortCustomer(customerId) })}
      hint={<WhoBrought customerId={customerId} />}
      actions={
        <>
          <Button onClick={() => navigate(`${shop}/customers/${id}`)}>{t('toCustomer')}</Button>
          {role === 'owner' ? (
            <Button onClick={() => navigate(`${shop}/commissions/${id}`)}>{t('toStatement')}</Button>
          ) : null}
          <Button onClick={() => navigate(`${shop}/referrers?view=chain&root=${id}`)}>{t('toChain')}</Button>
        </>
      }
    >
      <Answer of={member}>
        {(shown) => (
          <div className="grid">
            <Figures member={shown} />
            <Answer of={repurchase}>{(figures) => <ReferrerRepurchase figures={figures} />}</Answer>
          </div>
        )}
      </Answer>
      <div className="side-by-side">
        <Answer of={funnel}>{(shown) => <FunnelCard funnel={shown} />}</Answer>
        <Answer of={member}>{({ standing }) => <StandingCard customerId={customerId} standing={standing} />}</Answer>
      </div>
      <ReferrerLinks customerId={customerId} />
      <h2>{t('people2')}</h2>
      <Introduced customerId={customerId} />
    </Page>
  )
}

/** The way up to somebody whom nobody introduced. */
function WhoBrought({ customerId }: { readonly customerId: string }) {
  const t = useTexts(memberTexts)
  const referrers = useTexts(referrerTexts)
  const { shopId } = useThisShop()
  const { rows } = useApiPages('list-member-path', { path: { shopId, customerId }, query: {} })
  const above = rows.filter((row) => row.customerId !== customerId).toSorted((a, b) => a.depth - b.depth)
  const items = [
    { key: 'top', title: <Link to={`/shops/${shopId}/referrers`}>{referrers('title')}</Link> },
    ...above.map((row) => ({ key: row.customerId, title: <ReferrerLink customerId={row.customerId} /> })),
    { key: 'self', title: shortCustomer(customerId) },
  ]
  return <Breadcrumb aria-label={t('pathLabel')} items={items} />
}

function Figures({ member }: { readonly member: Reply<'get-member'> }) {
  const t = useTexts(memberTexts)
  const { count, yuan } = useFormat()
  const { introduced, downstream, reach, introducedWorth: direct, downstreamWorth: below } = member
  const bought = t('ofBuyers', { n: count(direct.buyers), m: count(direct.repeatBuyers) })
  return (
    <>
      <MetricCard title={t('introduced')} value={count(introduced)} definition={t('introducedAbout')} note={bought} />
      <MetricCard
        title={t('worth')}
        value={yuan(direct.amountFen)}
        definition={t('worthAbout')}
        n={count(direct.buyers)}
      />
      <MetricCard
        title={t('repurchased')}
        value={yuan(direct.repurchasedFen)}
        definition={t('repurchasedAbout')}
        n={count(direct.repeatBuyers)}
      />
      <MetricCard
        title={t('downstream')}
        value={count(downstream)}
        definition={t('downstreamAbout')}
        note={t('reach', { n: count(reach) })}
      />
      <MetricCard
        title={t('below')}
        value={yuan(below.amountFen)}
        definition={t('belowAbout')}
        note={t('again', { amount: yuan(below.repurchasedFen) })}
      />
    </>
  )
}
