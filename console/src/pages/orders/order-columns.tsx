import { Link } from 'react-router'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { numberColumn } from '../../parts/number-column.ts'
import type { Columns } from '../../parts/rows-table.tsx'
import { shortCustomer } from '../../parts/short-customer.ts'
import { StateTag } from '../../parts/state-tag.tsx'
import { OrderLink } from './order-link.tsx'
import { type Order, OrderStatusTag } from './order-status.tsx'
import { orderTexts } from './order-texts.ts'

/** Cases that wait for the shop. */
const openCases: readonly string[] = ['requested', 'returning']

export const hasOpenCase = ({ afterSales = [] }: Order): boolean =>
  afterSales.some(({ status }) => openCases.includes(status))

/** What is in an order, in few words: `明前龙井 ×2 · …`. */
const itemsOf = ({ lines }: Order): string => lines.map(({ title, quantity }) => `${title} ×${quantity}`).join(' · ')

/** The columns of a list of orders. */
export function useOrderColumns(): Columns<Order> {
  const t = useTexts(orderTexts)
  const { moment, yuan } = useFormat()
  const { shopId } = useThisShop()
  return [
    {
      title: t('order'),
      key: 'order',
      render: (_, { orderId }) => <OrderLink orderId={orderId} />,
    },
    {
      title: t('placedAt'),
      key: 'placedAt',
      render: (_, { placedAt }) => moment(placedAt),
      sorter: (left, right) => left.placedAt.localeCompare(right.placedAt),
    },
    {
      title: t('status'),
      key: 'status',
      onPhone: 'aside',
      render: (_, order) => (
        <span className="row-actions">
          <OrderStatusTag status={order.status} />
          {hasOpenCase(order) ? <StateTag tone="urgent">{t('afterSalesOpen')}</StateTag> : null}
        </span>
      ),
    },
    {
      title: t('items'),
      key: 'items',
      onPhone: 'wide',
      ellipsis: true,
      width: 320,
      render: (_, order) => itemsOf(order),
    },
    numberColumn(t('total'), 'total', ({ netPaidFen, totalFen }) => netPaidFen ?? totalFen, yuan),
    {
      title: t('buyer'),
      key: 'buyer',
      render: (_, { customerId }) => (
        <Link to={`/shops/${shopId}/orders?customerId=${customerId}`}>{shortCustomer(customerId)}</Link>
      ),
    },
  ]
}
