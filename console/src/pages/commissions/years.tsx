import { Select } from 'antd'
import type { Item } from '../../api/call.ts'
import { useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { ExportButton } from '../../parts/export-button.tsx'
import { numberColumn } from '../../parts/number-column.ts'
import type { Columns } from '../../parts/rows-table.tsx'
import { Nothing } from '../../parts/states.tsx'
import { useViewState } from '../../parts/use-view-state.ts'
import { ReferrerLink } from '../referrers/referrer-link.tsx'
import { commissionTexts } from './commission-texts.ts'

type Total = Item<'list-commission-year'>

/** As far back as tax returns are asked about. */
const yearsShown = 6

/** What every referrer was paid in a year. */
export function Years() {
  const t = useTexts(commissionTexts)
  const { day } = useFormat()
  const { shopId } = useThisShop()
  const [{ year: chosen }, setView] = useViewState(['year'])
  const thisYear = Number(day(new Date().toISOString()).slice(0, 4))
  const years = Array.from({ length: yearsShown }, (_, back) => String(thisYear - back))
  const year = chosen ?? String(thisYear)
  const path = { shopId, year }
  const pages = useApiPages('list-commission-year', { path, query: {} })
  return (
    <>
      <p className="page-hint">{t('yearHint')}</p>
      <div className="filters">
        <Select
          aria-label={t('year')}
          value={year}
          options={years.map((value) => ({ value, label: value }))}
          onChange={(next) => setView({ year: next })}
        />
        <ExportButton id="export-commission-year" input={{ path, query: {} }} fileName={`commission-${year}.csv`} />
      </div>
      <DataTable
        pages={pages}
        columns={useColumns()}
        rowKey={({ referrerId }) => referrerId}
        label={t('years')}
        nothing={<Nothing text={t('noYear')} />}
      />
    </>
  )
}

function useColumns(): Columns<Total> {
  const t = useTexts(commissionTexts)
  const { count, yuan } = useFormat()
  return [
    { title: t('referrer'), key: 'referrer', render: (_, { referrerId }) => <ReferrerLink customerId={referrerId} /> },
    numberColumn(t('paidOut'), 'paidOut', ({ paidOutFen }) => paidOutFen, yuan),
    numberColumn(t('times'), 'times', ({ payouts }) => payouts, count),
  ]
}
