import { useParams } from 'react-router'
import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { Answer } from '../../parts/answer.tsx'
import { Page } from '../../parts/page.tsx'
import { OrderStatusTag } from './order-status.tsx'
import { orderTexts } from './order-texts.ts'

export function OrderPage() {
  const t = useTexts(orderTexts)
  const { shopId } = useThisShop()
  const { orderId = '' } = useParams()
  const order = useApi('get-order', { path: { shopId, orderId } }, { live: true })
  return (
    <Page title={`${t('order')} ${orderId.slice(-8)}`}>
      <Answer of={order}>{({ status }) => <OrderStatusTag status={status} />}</Answer>
    </Page>
  )
}
