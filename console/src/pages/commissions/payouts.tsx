import type { Item } from '../../api/call.ts'
import { useApiPages, useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { ConfirmButton } from '../../parts/confirm-button.tsx'
import { DataTable } from '../../parts/data-table.tsx'
import { numberColumn } from '../../parts/number-column.ts'
import { RejectButton } from '../../parts/reject-button.tsx'
import type { Columns } from '../../parts/rows-table.tsx'
import { shortCustomer } from '../../parts/short-customer.ts'
import { StateTag, type Tone } from '../../parts/state-tag.tsx'
import { Nothing } from '../../parts/states.tsx'
import { ReferrerLink } from '../referrers/referrer-link.tsx'
import { commissionTexts } from './commission-texts.ts'

type Payout = Item<'list-payouts'>

/** What referrers have asked to be paid, and the owner's word on it. */
export function Payouts() {
  const t = useTexts(commissionTexts)
  const { shopId } = useThisShop()
  const pages = useApiPages('list-payouts', { path: { shopId }, query: {} }, { live: true })
  return (
    <>
      <p className="page-hint">{t('payoutsHint')}</p>
      <DataTable
        pages={pages}
        columns={useColumns()}
        rowKey={({ payoutId }) => payoutId}
        label={t('payouts')}
        nothing={<Nothing text={t('noPayouts')} />}
      />
    </>
  )
}

const tones: Readonly<Record<Payout['status'], Tone>> = {
  requested: 'todo',
  sending: 'moving',
  waiting: 'moving',
  paid: 'good',
  failed: 'urgent',
  expired: 'urgent',
  cancelled: 'calm',
  rejected: 'calm',
}

function useColumns(): Columns<Payout> {
  const t = useTexts(commissionTexts)
  const { moment, yuan } = useFormat()
  const { role } = useThisShop()
  return [
    {
      title: t('requestedAt'),
      key: 'requestedAt',
      render: (_, { requestedAt }) => moment(requestedAt),
      sorter: (a, b) => a.requestedAt.localeCompare(b.requestedAt),
    },
    { title: t('referrer'), key: 'referrer', render: (_, { referrerId }) => <ReferrerLink customerId={referrerId} /> },
    numberColumn(t('amount'), 'amount', ({ amountFen }) => amountFen, yuan),
    {
      title: t('status'),
      key: 'status',
      onPhone: 'aside',
      render: (_, { status, isCancelling }) => (
        <StateTag tone={tones[status]}>
          {t(status)}
          {isCancelling ? ` · ${t('cancelling')}` : ''}
        </StateTag>
      ),
    },
    { title: t('why'), key: 'why', onPhone: 'wide', render: (_, { reason, failure }) => reason ?? failure ?? '' },
    ...(role === 'owner'
      ? [
          {
            title: t('decide'),
            key: 'decide',
            onPhone: 'wide' as const,
            render: (_: unknown, payout: Payout) => (payout.status === 'requested' ? <Decide payout={payout} /> : null),
          },
        ]
      : []),
  ]
}

function Decide({ payout: { payoutId, referrerId, amountFen } }: { readonly payout: Payout }) {
  const t = useTexts(commissionTexts)
  const { yuan } = useFormat()
  const { shopId } = useThisShop()
  const approve = useChange('approve-payout')
  const reject = useChange('reject-payout')
  const path = { shopId, payoutId }
  const about = { amount: yuan(amountFen), id: shortCustomer(referrerId) }
  return (
    <div className="row-actions">
      <ConfirmButton
        type="primary"
        size="small"
        action={t('approve')}
        consequence={t('approveConsequence', about)}
        onConfirm={() => approve.mutateAsync({ path })}
      />
      <RejectButton
        size="small"
        label={t('reason')}
        action={t('reject')}
        consequence={t('rejectConsequence', about)}
        onConfirm={(reason) => reject.mutateAsync({ path, body: { reason } })}
      />
    </div>
  )
}
