import { Card } from 'antd'
import { useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { RejectButton } from '../../parts/reject-button.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import type { OneOrder } from './order-page.tsx'
import { orderTexts } from './order-texts.ts'

type Case = NonNullable<OneOrder['afterSales']>[number]

/** What the buyer asked for and the shop gave by itself; what waits has its buttons. */
export function AfterSales({ order, mayChange }: { readonly order: OneOrder; readonly mayChange: boolean }) {
  const t = useTexts(orderTexts)
  const { yuan, moment } = useFormat()
  const cases = order.afterSales ?? []
  if (cases.length === 0) return null
  return (
    <Card>
      <h2>{t('afterSales')}</h2>
      {cases.map((one) => (
        <section key={one.afterSalesId} className="after-sales">
          <div>
            <strong>{yuan(one.refundFen)}</strong>{' '}
            <StateTag tone={one.status === 'requested' || one.status === 'returning' ? 'urgent' : 'calm'}>
              {t(one.status)}
            </StateTag>{' '}
            <small className="faint">{moment(one.openedAt)}</small>
          </div>
          <div>{one.reason}</div>
          {mayChange ? <CaseActions one={one} orderId={order.orderId} /> : null}
        </section>
      ))}
    </Card>
  )
}

function CaseActions({ one, orderId }: { readonly one: Case; readonly orderId: string }) {
  const t = useTexts(orderTexts)
  const { yuan } = useFormat()
  const { shopId } = useThisShop()
  const approve = useChange('approve-after-sales')
  const reject = useChange('reject-after-sales')
  const receive = useChange('receive-return')
  const path = { shopId, orderId, afterSalesId: one.afterSalesId }
  const amount = yuan(one.refundFen)
  if (one.status !== 'requested' && one.status !== 'returning') return null
  return (
    <div className="row-actions">
      {one.status === 'requested' ? (
        <ConfirmButton
          type="primary"
          action={t('approve')}
          consequence={t('approveConsequence', { amount })}
          onConfirm={() => approve.mutateAsync({ path })}
        />
      ) : (
        <ConfirmButton
          type="primary"
          action={t('received')}
          consequence={t('receivedConsequence', { amount })}
          onConfirm={() => receive.mutateAsync({ path })}
        />
      )}
      <RejectButton
        label={t('reason')}
        action={t('reject')}
        consequence={t('rejectConsequence')}
        onConfirm={(reason) => reject.mutateAsync({ path, body: { reason } })}
      />
    </div>
  )
}
