import { Card } from 'antd'
import { Link } from 'react-router'
import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { StateTag } from '../../parts/state-tag.tsx'
import { hasOpenCase } from '../orders/order-columns.tsx'
import { overviewTexts } from './overview-texts.ts'

/** The API's largest page: who has more waiting sees that there are more. */
const counted = 100

type Matter = { readonly key: string; readonly text: string; readonly to: string; readonly isUrgent?: boolean }

/** What waits for somebody, with the way there. */
export function Attention({ driftCells }: { readonly driftCells: number | null }) {
  const t = useTexts(overviewTexts)
  const matters = useMatters(driftCells)
  return (
    <Card>
      <h2>{t('attention')}</h2>
      {matters.length === 0 ? <p className="faint">{t('allWell')}</p> : null}
      <ul className="matters">
        {matters.map(({ key, text, to, isUrgent }) => (
          <li key={key}>
            <StateTag tone={isUrgent ? 'urgent' : 'todo'}>{isUrgent ? t('now') : t('soon')}</StateTag>
            <Link to={to}>{text}</Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function useMatters(driftCells: number | null): Matter[] {
  const t = useTexts(overviewTexts)
  const { count } = useFormat()
  const { shopId, role } = useThisShop()
  const path = { shopId }
  const listed = `/shops/${shopId}/orders`
  const toShip = useApi('list-orders', { path, query: { limit: counted, status: 'paid' } }, { live: true })
  const latest = useApi('list-orders', { path, query: { limit: counted } }, { live: true })
  const low = useApi('list-low-stock', { path, query: {} }, { live: true })
  const isOwner = role === 'owner'
  const bills = useApi('list-reconciliations', { path, query: { limit: 7 } }, { enabled: isOwner })
  const cases = (latest.data?.items ?? []).filter(hasOpenCase)
  const some = (
    key: string,
    rows: number,
    text: (n: string) => string,
    rest: Omit<Matter, 'key' | 'text'>,
  ): Matter[] => (rows === 0 ? [] : [{ key, text: text(rows < counted ? count(rows) : `${counted}+`), ...rest }])
  return [
    ...some('cases', cases.length, (n) => t('afterSales', { n }), {
      isUrgent: true,
      to: cases.length === 1 ? `${listed}/${cases[0]?.orderId}` : listed,
    }),
    ...some('ship', toShip.data?.items.length ?? 0, (n) => t('toShip', { n }), { to: `${listed}?status=paid` }),
    ...some('stock', low.data?.items.length ?? 0, (n) => t('lowStock', { n }), { to: `/shops/${shopId}/products` }),
    ...some('drift', driftCells ?? 0, (n) => t('drift', { n }), {
      to: `/shops/${shopId}/repurchase`,
      isUrgent: true,
    }),
    ...(bills.data?.items ?? [])
      .filter(({ status }) => status === 'differences')
      .map(({ day }) => ({
        key: day,
        text: t('differs', { day }),
        to: `/shops/${shopId}/reconciliation?day=${day}`,
        isUrgent: true,
      })),
  ]
}
