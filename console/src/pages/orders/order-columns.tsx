import type { Breakpoint, TableProps } from 'antd'
import { Link } from 'react-router'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { numberColumn } from '../../parts/number-column.ts'
import { StateTag } from '../../parts/state-tag.tsx'
import { shortCustomer } from '../customers/customer-link.tsx'
import { OrderLink } from './order-link.tsx'
import { type Order, OrderStatusTag } from './order-status.tsx'
import { orderTexts } from './order-texts.ts'

/** Cases that wait for the shop. */
const openCases: readonly string[] = ['requested', 'returning']

export const hasOpenCase = ({ afterSales = [] }: Order): boolean =>
  afterSales.some(({ status }) => openCases.includes(status))

/** What is in an order, in few words: `明前龙井 ×2 · …`. */
const itemsOf = ({ lines }: Order): string => lines.map(({ title, quantity }) => `${title} ×${quantity}`).join(' · ')

/** There, what it says stands elsewhere: the time under the order, the goods on the order's own page. */
const notOnPhones: Breakpoint[] = ['sm']

/** The columns of a list of orders. */
export function useOrderColumns(): NonNullable<TableProps<Order>['columns']> {
  const t = useTexts(orderTexts)
  const { moment, yuan } = useFormat()
  const { shopId } = useThisShop()
  return [
    {
      title: t('order'),
      key: 'order',
      render: (_, { orderId, placedAt }) => (
        <span className="two-lines">
          <OrderLink orderId={orderId} />
          <small className="phone-only">{moment(placedAt)}</small>
        </span>
      ),
    },
    {
      title: t('placedAt'),
      key: 'placedAt',
      responsive: notOnPhones,
      render: (_, { placedAt }) => moment(placedAt),
      sorter: (left, right) => left.placedAt.localeCompare(right.placedAt),
    },
    {
      title: t('status'),
      key: 'status',
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
      responsive: notOnPhones,
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
