import { Card } from 'antd'
import { Link, useParams } from 'react-router'
import type { Reply } from '../../api/call.ts'
import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { Answer } from '../../parts/answer.tsx'
import { CopyableId } from '../../parts/copyable-id.tsx'
import { Page } from '../../parts/page.tsx'
import { AfterSales } from './after-sales.tsx'
import { OrderLines } from './order-lines.tsx'
import { shortOrder } from './order-link.tsx'
import { OrderMoney } from './order-money.tsx'
import { OrderReceipt } from './order-receipt.tsx'
import { OrderStatusTag } from './order-status.tsx'
import { orderTexts } from './order-texts.ts'
import { OrderTimeline } from './order-timeline.tsx'
import { RefundForm } from './refund-form.tsx'
import { ShippingCard } from './shipping-card.tsx'

export type OneOrder = Reply<'get-order'>

/** Orders that were paid and of which something is left to give back. */
const isRefundable = ({ netPaidFen = 0, status }: OneOrder): boolean =>
  netPaidFen > 0 && !status.startsWith('cancelled')

export function OrderPage() {
  const t = useTexts(orderTexts)
  const { shopId, role } = useThisShop()
  const { orderId = '' } = useParams()
  const order = useApi('get-order', { path: { shopId, orderId } }, { live: true })
  const mayChange = role !== 'operator'
  return (
    <Page
      title={`${t('order')} ${shortOrder(orderId)}`}
      hint={
        <>
          <Link to={`/shops/${shopId}/orders`}>← {t('back')}</Link> <CopyableId id={orderId} />
        </>
      }
      actions={order.data ? <OrderStatusTag status={order.data.status} /> : null}
    >
      <Answer of={order} rows={8}>
        {(shown) => (
          <div className="side-by-side">
            <div className="stack">
              <OrderLines order={shown} />
              <AfterSales order={shown} mayChange={mayChange} />
              <OrderMoney orderId={orderId} />
              <OrderReceipt orderId={orderId} />
            </div>
            <div className="stack">
              <ShippingCard order={shown} mayChange={mayChange} />
              {mayChange && isRefundable(shown) ? (
                <Card>
                  <h2>{t('refund')}</h2>
                  <RefundForm order={shown} />
                </Card>
              ) : null}
              <OrderTimeline order={shown} />
            </div>
          </div>
        )}
      </Answer>
    </Page>
  )
}
