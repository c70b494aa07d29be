import { Card } from 'antd'
import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Answer } from '../../parts/answer.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { orderTexts } from './order-texts.ts'

/** What went back to the buyer, and what the order earns its referrer. */
export function OrderMoney({ orderId }: { readonly orderId: string }) {
  const t = useTexts(orderTexts)
  const { shopId } = useThisShop()
  const { yuan, moment } = useFormat()
  const path = { shopId, orderId }
  const refunds = useApi('list-refunds', { path }, { live: true })
  const commission = useApi('get-order-commission', { path }, { live: true })
  const known = { accrued: t('accrued'), released: t('released'), reversed: t('reversed') }
  const nameOf = (kind: string) => Object.entries(known).find(([name]) => name === kind)?.[1] ?? t('otherEntry')
  return (
    <div className="grid-wide">
      <Card>
        <h2>{t('refunds')}</h2>
        <Answer of={refunds} rows={1}>
          {({ items }) => (
            <ul className="matters">
              {items.length === 0 ? <li className="faint">{t('noRefunds')}</li> : null}
              {items.map(({ refundNo, refundFen, status, requestedAt }) => (
                <li key={refundNo}>
                  {yuan(refundFen)} <StateTag tone={status === 'abnormal' ? 'urgent' : 'calm'}>{t(status)}</StateTag>{' '}
                  <small className="faint">{moment(requestedAt)}</small>
                </li>
              ))}
            </ul>
          )}
        </Answer>
      </Card>
      <Card>
        <h2>{t('commission')}</h2>
        <Answer of={commission} rows={1}>
          {({ entries }) => (
            <ul className="matters" data-testid="commission">
              {entries.length === 0 ? <li className="faint">{t('noCommission')}</li> : null}
              {entries.map(({ entryId, kind, amountFen, at }) => (
                <li key={entryId}>
                  {nameOf(kind)} {yuan(amountFen)} <small className="faint">{moment(at)}</small>
                </li>
              ))}
            </ul>
          )}
        </Answer>
      </Card>
    </div>
  )
}
