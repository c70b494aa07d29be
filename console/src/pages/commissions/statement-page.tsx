import { Card } from 'antd'
import { Link, useParams } from 'react-router'
import type { Item } from '../../api/call.ts'
import { useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { ExportButton } from '../../parts/export-button.tsx'
import { numberColumn } from '../../parts/number-column.ts'
import { Page } from '../../parts/page.tsx'
import type { Columns } from '../../parts/rows-table.tsx'
import { shortCustomer } from '../../parts/short-customer.ts'
import { Nothing } from '../../parts/states.tsx'
import { OrderLink } from '../orders/order-link.tsx'
import { accountKinds, type Balances, balanceOf } from './balances.ts'
import { commissionTexts, statementTexts } from './commission-texts.ts'

type Entry = Item<'list-account-entries'>

/** Every movement of one referrer's commission, and what was left after it. */
export function StatementPage() {
  const t = useTexts(statementTexts)
  const { shopId } = useThisShop()
  const { referrerId = '' } = useParams()
  const path = { shopId, referrerId }
  const pages = useApiPages('list-account-entries', { path, query: {} }, { live: true })
  const latest = pages.rows.toSorted((a, b) => b.number - a.number)[0]
  const referrer = `/shops/${shopId}/referrers/${encodeURIComponent(referrerId)}`
  return (
    <Page
      title={t('title', { id: shortCustomer(referrerId) })}
      hint={
        <>
          <Link to={`/shops/${shopId}/commissions`}>← {t('back')}</Link> · <Link to={referrer}>{t('toReferrer')}</Link>
        </>
      }
      actions={
        <ExportButton
          id="export-account-entries"
          input={{ path, query: {} }}
          fileName={`statement-${referrerId.slice(-6)}.csv`}
        />
      }
    >
      {latest ? <BalancesCard balances={latest.balances} /> : null}
      <DataTable
        pages={pages}
        columns={useColumns()}
        rowKey={({ entryId }) => entryId}
        label={t('title', { id: shortCustomer(referrerId) })}
        nothing={<Nothing text={t('nothing')} />}
      />
    </Page>
  )
}

function BalancesCard({ balances }: { readonly balances: Balances }) {
  const t = useTexts(statementTexts)
  const accounts = useTexts(commissionTexts)
  const { yuan } = useFormat()
  return (
    <Card>
      <div className="stack">
        <h2>{t('balances')}</h2>
        <div className="grid balances">
          {accountKinds.map((kind) => (
            <span key={kind} className="two-lines">
              <small>{accounts(kind)}</small>
              <strong>{yuan(balanceOf(balances, kind))}</strong>
            </span>
          ))}
        </div>
      </div>
    </Card>
  )
}

function useColumns(): Columns<Entry> {
  const t = useTexts(statementTexts)
  const { shopId } = useThisShop()
  const { moment, yuan } = useFormat()
  return [
    { title: t('number'), key: 'number', className: 'amount', render: (_, { number }) => `#${number}` },
    { title: t('at'), key: 'at', render: (_, { at }) => moment(at) },
    {
      title: t('kind'),
      key: 'kind',
      onPhone: 'aside',
      render: (_, { kind }) => t(kind === 'held' ? 'heldEntry' : kind),
    },
    { title: t('about'), key: 'about', render: (_, entry) => <About entry={entry} /> },
    numberColumn(t('amount'), 'amount', ({ amountFen }) => amountFen, yuan),
    { title: t('moves'), key: 'moves', onPhone: 'wide', render: (_, { postings }) => <Moves postings={postings} /> },
    {
      title: t('after'),
      key: 'after',
      className: 'amount',
      render: (_, { balances }) => yuan(balances.availableFen),
    },
    {
      title: t('reason'),
      key: 'reason',
      onPhone: 'wide',
      // The ledger has what the referrer reads; why it is held stands on the page of holds.
      render: (_, { kind, reason = '' }) =>
        kind === 'held' ? <Link to={`/shops/${shopId}/checks`}>{t('toHolds')}</Link> : reason,
    },
  ]
}

function About({ entry }: { readonly entry: Entry }) {
  if (!('orderId' in entry)) return <span title={entry.payoutId}>…{entry.payoutId.slice(-6)}</span>
  return <OrderLink orderId={entry.orderId} />
}

/** `待结算 −3.00 · 可提现 +3.00` */
function Moves({ postings }: Pick<Entry, 'postings'>) {
  const t = useTexts(statementTexts)
  const accounts = useTexts(commissionTexts)
  const { yuan } = useFormat()
  const parts = postings.map(({ account, amountFen }) => {
    const name = account.kind === 'shop' ? t('shop') : accounts(account.kind)
    return `${name} ${amountFen > 0 ? '+' : ''}${yuan(amountFen)}`
  })
  return <>{parts.join(' · ')}</>
}
