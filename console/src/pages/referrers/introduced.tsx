import type { Item } from '../../api/call.ts'
import { useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { numberColumn } from '../../parts/number-column.ts'
import type { Columns } from '../../parts/rows-table.tsx'
import { Nothing } from '../../parts/states.tsx'
import { ReferrerLink } from './referrer-link.tsx'
import { memberTexts } from './referrer-texts.ts'

type Member = Item<'list-member-introduced'>

/** Those one step below, each leading to their own. */
export function Introduced({ customerId }: { readonly customerId: string }) {
  const t = useTexts(memberTexts)
  const { shopId } = useThisShop()
  const pages = useApiPages('list-member-introduced', { path: { shopId, customerId }, query: {} }, { live: true })
  return (
    <DataTable
      pages={pages}
      columns={useColumns()}
      rowKey={(member) => member.customerId}
      label={t('people2')}
      nothing={<Nothing text={t('noIntroduced')} />}
    />
  )
}

function useColumns(): Columns<Member> {
  const t = useTexts(memberTexts)
  const { count, moment, yuan } = useFormat()
  return [
    { title: t('person'), key: 'person', render: (_, { customerId }) => <ReferrerLink customerId={customerId} /> },
    {
      title: t('introducedAt'),
      key: 'introducedAt',
      render: (_, { introducedAt }) => (introducedAt === null ? '–' : moment(introducedAt)),
    },
    numberColumn(t('own'), 'own', ({ own }) => own.amountFen, yuan),
    numberColumn(t('repurchased'), 'repurchased', ({ own }) => own.repurchasedFen, yuan),
    numberColumn(t('downstream'), 'downstream', ({ downstream }) => downstream, count),
    numberColumn(t('below'), 'below', ({ downstreamWorth }) => downstreamWorth.amountFen, yuan),
  ]
}
