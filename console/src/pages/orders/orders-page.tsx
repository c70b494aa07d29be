import { Select, Tag } from 'antd'
import { useNavigate } from 'react-router'
import { useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useText, useTexts } from '../../i18n/texts.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { ExportButton } from '../../parts/export-button.tsx'
import { IdFinder } from '../../parts/id-finder.tsx'
import { Page } from '../../parts/page.tsx'
import { shortCustomer } from '../../parts/short-customer.ts'
import { Nothing } from '../../parts/states.tsx'
import { useViewState } from '../../parts/use-view-state.ts'
import { useOrderColumns } from './order-columns.tsx'
import { type OrderStatus, orderStatuses, statusTexts } from './order-status.tsx'
import { orderTexts } from './order-texts.ts'

/** Rows of one page: more than a screen, less than a second to read. */
const rowsOfPage = 30

export function OrdersPage() {
  const t = useTexts(orderTexts)
  const { shopId, role } = useThisShop()
  const [filter, setFilter] = useViewState(['status', 'customerId', 'afterSales'])
  const status = orderStatuses.find((known) => known === filter.status)
  const { customerId } = filter
  const isWaiting = filter.afterSales === 'unanswered'
  const query = {
    limit: rowsOfPage,
    ...(status ? { status } : {}),
    ...(customerId ? { customerId } : {}),
    ...(isWaiting ? { afterSales: 'unanswered' as const } : {}),
  }
  const pages = useApiPages('list-orders', { path: { shopId }, query }, { live: true })
  return (
    <Page
      title={t('title')}
      hint={t('hint')}
      actions={
        role === 'owner' ? (
          <ExportButton id="export-orders" input={{ path: { shopId }, query: {} }} fileName="orders.csv" />
        ) : null
      }
    >
      <div className="filters">
        <StatusFilter status={status} onChange={(next) => setFilter({ status: next })} />
        <Tag.CheckableTag
          checked={isWaiting}
          onChange={(checked) => setFilter({ afterSales: checked ? 'unanswered' : undefined })}
        >
          {t('afterSalesOpen')}
        </Tag.CheckableTag>
        <Finder />
        {customerId === undefined ? null : (
          <Tag closable onClose={() => setFilter({ customerId: undefined })}>
            {t('ofBuyer', { id: shortCustomer(customerId) })}
          </Tag>
        )}
      </div>
      <DataTable
        pages={pages}
        columns={useOrderColumns()}
        rowKey={({ orderId }) => orderId}
        label={t('title')}
        nothing={<Nothing text={t('nothing')} />}
      />
    </Page>
  )
}

function StatusFilter({
  status,
  onChange,
}: {
  readonly status: OrderStatus | undefined
  readonly onChange: (status: OrderStatus | undefined) => void
}) {
  const t = useTexts(orderTexts)
  const text = useText()
  const options = orderStatuses.map((one) => ({ value: one, label: text(statusTexts[one]) }))
  return (
    <Select<OrderStatus>
      className="order-status-filter"
      aria-label={t('status')}
      placeholder={t('statusAny')}
      allowClear
      popupMatchSelectWidth={false}
      value={status ?? null}
      options={options}
      onChange={(next: OrderStatus | null | undefined) => onChange(next ?? undefined)}
    />
  )
}

/** Leads to an order, or narrows the list to a buyer. */
function Finder() {
  const t = useTexts(orderTexts)
  const navigate = useNavigate()
  const { shopId } = useThisShop()
  const find = (id: string) => {
    if (id.startsWith('ord_')) navigate(`/shops/${shopId}/orders/${id}`)
    else if (id.startsWith('cus_')) navigate(`/shops/${shopId}/orders?customerId=${id}`)
  }
  return <IdFinder label={t('find')} onFind={find} />
}
