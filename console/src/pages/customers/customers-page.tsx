import { Segmented } from 'antd'
import { useNavigate } from 'react-router'
import { useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { IdFinder } from '../../parts/id-finder.tsx'
import { Page } from '../../parts/page.tsx'
import { useViewState } from '../../parts/use-view-state.ts'
import { useBuyerColumns } from '../repurchase/metric-customers-page.tsx'
import { customerTexts } from './customer-texts.ts'
import { Due } from './due.tsx'
import { Segments } from './segments.tsx'

const views = ['segments', 'due', 'everybody'] as const

export function CustomersPage() {
  const t = useTexts(customerTexts)
  const navigate = useNavigate()
  const { shopId } = useThisShop()
  const [{ view }, setView] = useViewState(['view', 'segment', 'state'])
  const shown = views.find((known) => known === view) ?? 'segments'
  const options = views.map((value) => ({ value, label: t(value) }))
  const open = (id: string) => navigate(`/shops/${shopId}/customers/${encodeURIComponent(id)}`)
  return (
    <Page title={t('title')} actions={<IdFinder label={t('find')} onFind={open} />}>
      <div className="filters">
        <Segmented
          aria-label={t('views')}
          options={options}
          value={shown}
          onChange={(next) => setView({ view: next, segment: undefined, state: undefined })}
        />
      </div>
      {shown === 'segments' ? <Segments /> : null}
      {shown === 'due' ? <Due /> : null}
      {shown === 'everybody' ? <Everybody /> : null}
    </Page>
  )
}

function Everybody() {
  const t = useTexts(customerTexts)
  const { shopId } = useThisShop()
  const path = { shopId, metricKey: 'customers' } as const
  const pages = useApiPages('list-metric-customers', { path, query: {} })
  return (
    <DataTable
      pages={pages}
      columns={useBuyerColumns()}
      rowKey={({ customerId }) => customerId}
      label={t('everybody')}
    />
  )
}
