import { Button } from 'antd'
import type { Item } from '../../api/call.ts'
import { useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { numberColumn } from '../../parts/number-column.ts'
import { Page } from '../../parts/page.tsx'
import type { Columns } from '../../parts/rows-table.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { Nothing } from '../../parts/states.tsx'
import { useViewState } from '../../parts/use-view-state.ts'
import { DayDifferences } from './day-differences.tsx'
import { reconciliationTexts } from './reconciliation-texts.ts'

type Day = Item<'list-reconciliations'>

/** Each day held against WeChat's bills; the one in the address is opened. */
export function ReconciliationPage() {
  const t = useTexts(reconciliationTexts)
  const { shopId } = useThisShop()
  const [{ day }] = useViewState(['day'])
  const pages = useApiPages('list-reconciliations', { path: { shopId }, query: {} })
  return (
    <Page title={t('title')} hint={t('hint')}>
      {day === undefined ? null : <DayDifferences day={day} />}
      <DataTable
        pages={pages}
        columns={useColumns()}
        rowKey={(row) => row.day}
        label={t('title')}
        nothing={<Nothing text={t('nothing')} />}
      />
    </Page>
  )
}

function useColumns(): Columns<Day> {
  const t = useTexts(reconciliationTexts)
  const { count, moment, yuan } = useFormat()
  const [, setView] = useViewState(['day'])
  const sum = (fen: number, lines: number) => (
    <span className="two-lines">
      {yuan(fen)}
      <small>{t('lines', { n: count(lines) })}</small>
    </span>
  )
  return [
    {
      title: t('day'),
      key: 'day',
      render: (_, { day }) => (
        <Button type="link" className="in-cell" onClick={() => setView({ day })}>
          {day}
        </Button>
      ),
    },
    {
      title: t('status'),
      key: 'status',
      onPhone: 'aside',
      render: (_, { status, differenceCount }) =>
        status === 'green' ? (
          <StateTag tone="good">{t('green')}</StateTag>
        ) : (
          <StateTag tone="urgent">{t('differences', { n: count(differenceCount) })}</StateTag>
        ),
    },
    {
      title: t('payments'),
      key: 'payments',
      className: 'amount',
      render: (_, { here }) => sum(here.paidFen, here.payments),
    },
    {
      title: t('refunds'),
      key: 'refunds',
      className: 'amount',
      render: (_, { here }) => sum(here.refundedFen, here.refunds),
    },
    numberColumn(t('net'), 'net', ({ here }) => here.paidFen - here.refundedFen, yuan),
    { title: t('fundFlow'), key: 'fundFlow', render: (_, { fundFlow }) => t(fundFlow?.status ?? 'notHeld') },
    { title: t('reconciledAt'), key: 'at', render: (_, { reconciledAt }) => moment(reconciledAt) },
  ]
}
