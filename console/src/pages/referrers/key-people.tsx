import { Segmented } from 'antd'
import type { Item } from '../../api/call.ts'
import { useApiPages } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { numberColumn } from '../../parts/number-column.ts'
import type { Columns } from '../../parts/rows-table.tsx'
import { Nothing } from '../../parts/states.tsx'
import { useViewState } from '../../parts/use-view-state.ts'
import { ReferrerLink } from './referrer-link.tsx'
import { referrerTexts } from './referrer-texts.ts'

type KeyPerson = Item<'list-key-people'>

/** Referrers by what those whom they introduced bought, beside organic customers. */
export function KeyPeople() {
  const t = useTexts(referrerTexts)
  const { shopId } = useThisShop()
  const [{ by: chosen }, setView] = useViewState(['by'])
  const by = chosen === 'net' ? 'net' : 'repurchased'
  const pages = useApiPages('list-key-people', { path: { shopId }, query: { by } }, { live: true })
  return (
    <>
      <p className="page-hint">{t('keyPeopleHint')}</p>
      <div className="filters">
        <Segmented
          aria-label={t('by')}
          value={by}
          options={[
            { value: 'repurchased', label: t('byRepurchased') },
            { value: 'net', label: t('byNet') },
          ]}
          onChange={(next) => setView({ by: next })}
        />
      </div>
      <DataTable
        pages={pages}
        columns={useColumns(by)}
        rowKey={({ customerId }) => customerId}
        label={t('keyPeople')}
        nothing={<Nothing text={t('nobody')} />}
      />
    </>
  )
}

function useColumns(by: 'net' | 'repurchased'): Columns<KeyPerson> {
  const t = useTexts(referrerTexts)
  const { count, yuan } = useFormat()
  return [
    {
      title: t('referrer'),
      key: 'referrer',
      render: (_, { customerId }) => <ReferrerLink customerId={customerId} />,
    },
    numberColumn(t('introduced'), 'introduced', ({ introduced }) => introduced, count),
    numberColumn(t('buyers'), 'buyers', ({ brought }) => brought.buyers, count),
    numberColumn(t('repeatBuyers'), 'repeatBuyers', ({ brought }) => brought.repeatBuyers, count),
    numberColumn(t('repurchased'), 'repurchased', ({ brought }) => brought.repurchasedFen, yuan),
    numberColumn(t('amount'), 'amount', ({ brought }) => brought.amountFen, yuan),
    {
      title: t('against'),
      key: 'against',
      className: 'amount',
      render: (_, person) => <Against {...{ person, by }} />,
    },
  ]
}

/** By how much more, or less, those brought have bought than as many organic customers of the same months. */
function Against({ person, by }: { readonly person: KeyPerson; readonly by: 'net' | 'repurchased' }) {
  const t = useTexts(referrerTexts)
  const { yuan } = useFormat()
  const { comparable, expectedAmountFen, expectedRepurchasedFen } = person
  if (comparable.buyers <= 0) return <span className="faint">{t('noOrganic')}</span>
  const [is, expected] =
    by === 'net' ? [comparable.amountFen, expectedAmountFen] : [comparable.repurchasedFen, expectedRepurchasedFen]
  return (
    <span className="two-lines">
      {`${is > expected ? '+' : ''}${yuan(is - expected)}`}
      <small>
        {t('organic')} {yuan(expected)}
      </small>
    </span>
  )
}
