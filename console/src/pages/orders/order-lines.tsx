import { Card } from 'antd'
import { Link } from 'react-router'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { RowsTable } from '../../parts/rows-table.tsx'
import { shortCustomer } from '../../parts/short-customer.ts'
import type { OneOrder } from './order-page.tsx'
import { orderTexts } from './order-texts.ts'

export const optionsOf = ({ options }: OneOrder['lines'][number]): string => Object.values(options).join(' / ')

/** What was ordered, and what it came to. */
export function OrderLines({ order }: { readonly order: OneOrder }) {
  const t = useTexts(orderTexts)
  const { yuan, count } = useFormat()
  const { lines, goodsFen, shippingFeeFen, totalFen, netPaidFen, customerId, shopId } = order
  return (
    <Card>
      <h2>{t('lines')}</h2>
      <RowsTable
        label={t('lines')}
        rows={lines}
        rowKey={({ skuId }) => skuId}
        columns={[
          {
            title: t('items'),
            key: 'title',
            render: (_, line) => (
              <span className="two-lines">
                {line.title}
                <small>{optionsOf(line)}</small>
              </span>
            ),
          },
          { title: t('unitPrice'), key: 'price', className: 'amount', render: (_, line) => yuan(line.unitPriceFen) },
          { title: t('quantity'), key: 'quantity', className: 'amount', render: (_, line) => count(line.quantity) },
          {
            title: t('amount'),
            key: 'amount',
            className: 'amount',
            onPhone: 'aside',
            render: (_, line) => yuan(line.amountFen),
          },
        ]}
      />
      <dl className="facts sums">
        <dt>{t('goods')}</dt>
        <dd className="amount">{yuan(goodsFen)}</dd>
        <dt>{t('shippingFee')}</dt>
        <dd className="amount">{yuan(shippingFeeFen)}</dd>
        <dt>{t('netPaid')}</dt>
        <dd className="amount">
          <strong data-testid="net-paid">{yuan(netPaidFen ?? totalFen)}</strong>
        </dd>
        <dt>{t('buyer')}</dt>
        <dd className="amount">
          <Link to={`/shops/${shopId}/orders?customerId=${customerId}`}>{shortCustomer(customerId)}</Link>
        </dd>
      </dl>
    </Card>
  )
}
