import { Button } from 'antd'
import type { Reply } from '../../api/call.ts'
import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Answer } from '../../parts/answer.tsx'
import { CopyableId } from '../../parts/copyable-id.tsx'
import { FigureCard } from '../../parts/figure-card.tsx'
import { type Columns, RowsTable } from '../../parts/rows-table.tsx'
import { Nothing } from '../../parts/states.tsx'
import { useViewState } from '../../parts/use-view-state.ts'
import { OrderLink } from '../orders/order-link.tsx'
import { differenceTexts, reconciliationTexts, useStateName } from './reconciliation-texts.ts'

type Reconciliation = Reply<'get-reconciliation'>
type Difference = Reconciliation['differences'][number]
type FundFlowDifference = Reconciliation['fundFlowDifferences'][number]

/** Every line of one day that differs, against either bill. */
export function DayDifferences({ day }: { readonly day: string }) {
  const t = useTexts(reconciliationTexts)
  const { yuan } = useFormat()
  const { shopId } = useThisShop()
  const [, setView] = useViewState(['day'])
  const reconciliation = useApi('get-reconciliation', { path: { shopId, day } })
  return (
    <FigureCard
      title={t('ofDay', { day })}
      extra={<Button onClick={() => setView({ day: undefined })}>{t('close')}</Button>}
    >
      <Answer of={reconciliation}>
        {({ status, differences, fundFlowDifferences, fundFlow }) => (
          <div className="stack">
            {status === 'green' ? <Nothing text={t('allGreen')} /> : null}
            {differences.length === 0 ? null : <TradeBill differences={differences} />}
            {fundFlowDifferences.length === 0 ? null : <FundBill differences={fundFlowDifferences} />}
            {fundFlow?.status === 'held' ? (
              <p className="page-hint">
                {t('others', { in: yuan(fundFlow.otherInFen), out: yuan(fundFlow.otherOutFen) })}
              </p>
            ) : null}
          </div>
        )}
      </Answer>
    </FigureCard>
  )
}

function TradeBill({ differences }: { readonly differences: readonly Difference[] }) {
  const t = useTexts(reconciliationTexts)
  const kind = useTexts(differenceTexts)
  const { yuan } = useFormat()
  const nameOf = useStateName()
  const side = (of: Difference['here']) =>
    of === undefined ? (
      t('none')
    ) : (
      <span className="two-lines">
        {yuan(of.amountFen)}
        <small>{nameOf(of.state)}</small>
      </span>
    )
  const columns: Columns<Difference> = [
    { title: t('kind'), key: 'kind', render: (_, { difference }) => kind(difference) },
    { title: t('of'), key: 'of', render: (_, { of }) => t(of) },
    {
      title: t('number'),
      key: 'number',
      render: (_, { refundNo, paymentNo }) => <CopyableId id={refundNo ?? paymentNo} />,
    },
    {
      title: t('order'),
      key: 'order',
      render: (_, { orderId }) => (orderId === undefined ? t('none') : <OrderLink orderId={orderId} />),
    },
    { title: t('here'), key: 'here', render: (_, { here }) => side(here) },
    { title: t('atWechat'), key: 'atWechat', render: (_, { atWechat }) => side(atWechat) },
  ]
  return (
    <>
      <h3>{t('tradeBill')}</h3>
      <RowsTable
        label={t('tradeBill')}
        rowKey={({ paymentNo, refundNo, difference }) => [difference, paymentNo, refundNo].join(' ')}
        columns={columns}
        rows={differences}
      />
    </>
  )
}

function FundBill({ differences }: { readonly differences: readonly FundFlowDifference[] }) {
  const t = useTexts(reconciliationTexts)
  const kind = useTexts(differenceTexts)
  const { yuan } = useFormat()
  const side = (of: FundFlowDifference['moved']) =>
    of === undefined ? t('none') : `${t(of.direction)} ${yuan(of.amountFen)}`
  const columns: Columns<FundFlowDifference> = [
    { title: t('kind'), key: 'kind', render: (_, { difference }) => kind(difference) },
    { title: t('of'), key: 'of', render: (_, { of }) => t(of) },
    {
      title: t('number'),
      key: 'number',
      render: (_, { businessNo, refundNo, paymentNo }) => refundNo ?? paymentNo ?? businessNo,
    },
    { title: t('expected'), key: 'expected', render: (_, { expected }) => side(expected) },
    { title: t('moved'), key: 'moved', render: (_, { moved }) => side(moved) },
  ]
  return (
    <>
      <h3>{t('fundBill')}</h3>
      <RowsTable
        label={t('fundBill')}
        rowKey={({ businessNo, difference }) => `${difference} ${businessNo}`}
        columns={columns}
        rows={differences}
      />
    </>
  )
}
