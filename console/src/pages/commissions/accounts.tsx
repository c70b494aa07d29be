import { Link } from 'react-router'
import type { Item } from '../../api/call.ts'
import { useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { numberColumn } from '../../parts/number-column.ts'
import type { Columns } from '../../parts/rows-table.tsx'
import { shortCustomer } from '../../parts/short-customer.ts'
import { Nothing } from '../../parts/states.tsx'
import { ReferrerLink } from '../referrers/referrer-link.tsx'
import { accountKinds, balanceOf } from './balances.ts'
import { commissionTexts } from './commission-texts.ts'

type Account = Item<'list-commission-accounts'> & { readonly referrerId: string }

const isReferrers = (account: Item<'list-commission-accounts'>): account is Account => account.referrerId !== undefined

/** Where the commission of every referrer is. */
export function Accounts() {
  const t = useTexts(commissionTexts)
  const { shopId } = useThisShop()
  const { yuan } = useFormat()
  const pages = useApiPages('list-commission-accounts', { path: { shopId }, query: {} }, { live: true })
  // The shop's account is kept in several parts, so that one sale does not wait for another; only their sum says something.
  const rows = pages.rows.filter(isReferrers)
  const shopFen = pages.rows.reduce((sum, account) => sum + account.shopFen, 0)
  return (
    <>
      <p className="page-hint">{t('accountsHint')}</p>
      {pages.hasNextPage || pages.rows.length === 0 ? null : <p>{t('shopGave', { amount: yuan(-shopFen) })}</p>}
      <DataTable
        pages={{ ...pages, rows }}
        columns={useColumns()}
        rowKey={({ referrerId }) => referrerId}
        label={t('accounts')}
        nothing={<Nothing text={t('noAccounts')} />}
      />
    </>
  )
}

function useColumns(): Columns<Account> {
  const t = useTexts(commissionTexts)
  const { yuan } = useFormat()
  return [
    {
      title: t('account'),
      key: 'account',
      render: (_, { referrerId }) => <Statement referrerId={referrerId} />,
    },
    ...accountKinds.map((kind) => numberColumn(t(kind), kind, (account: Account) => balanceOf(account, kind), yuan)),
  ]
}

/** Leads to a statement, where one may see it. */
function Statement({ referrerId }: { readonly referrerId: string }) {
  const { shopId, role } = useThisShop()
  if (role !== 'owner') return <ReferrerLink customerId={referrerId} />
  return (
    <Link to={`/shops/${shopId}/commissions/${encodeURIComponent(referrerId)}`} title={referrerId}>
      {shortCustomer(referrerId)}
    </Link>
  )
}
