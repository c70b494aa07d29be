import { Card } from 'antd'
import { Link } from 'react-router'
import type { Item } from '../../api/call.ts'
import { useApiPages, useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { shortCustomer } from '../../parts/short-customer.ts'
import { StateTag } from '../../parts/state-tag.tsx'
import { Verdict } from '../../parts/verdict.tsx'
import { ReferrerLink } from '../referrers/referrer-link.tsx'
import { CardList } from './card-list.tsx'
import { disputeTexts } from './check-texts.ts'
import { StatusFilter, useStatus } from './status-filter.tsx'

type Dispute = Item<'list-attribution-disputes'>

const statuses = ['open', 'answered'] as const

/** Orders that somebody claims, and the owner's answers. */
export function Disputes() {
  const t = useTexts(disputeTexts)
  const { shopId } = useThisShop()
  const status = useStatus(statuses)
  const pages = useApiPages('list-attribution-disputes', { path: { shopId }, query: { status } }, { live: true })
  return (
    <>
      <StatusFilter hint={t('hint')} label={t('status')} statuses={statuses} nameOf={t} />
      <CardList pages={pages} nothing={t('nothing')}>
        {(dispute) => <OneDispute key={dispute.disputeId} dispute={dispute} />}
      </CardList>
    </>
  )
}

function OneDispute({ dispute }: { readonly dispute: Dispute }) {
  const t = useTexts(disputeTexts)
  const { moment } = useFormat()
  const { shopId, role } = useThisShop()
  const { orderId, referrerId, status, statement, openedAt, answer, answeredAt } = dispute
  return (
    <Card>
      <div className="side-by-side">
        <dl className="facts">
          <dt>{t('order')}</dt>
          <dd>
            <Link to={`/shops/${shopId}/orders/${orderId}`}>{t('toReceipt')}</Link>{' '}
            <StateTag tone={status === 'open' ? 'todo' : 'calm'}>{t(status)}</StateTag>
          </dd>
          <dt>{t('claimant')}</dt>
          <dd>
            <ReferrerLink customerId={referrerId} />
          </dd>
          <dt>{t('openedAt')}</dt>
          <dd>{moment(openedAt)}</dd>
          <dt>{t('statement')}</dt>
          <dd>{statement}</dd>
          {answer === undefined ? null : (
            <>
              <dt>{t('answer')}</dt>
              <dd className="two-lines">
                {answer}
                {answeredAt === undefined ? null : <small>{moment(answeredAt)}</small>}
              </dd>
            </>
          )}
        </dl>
        {status === 'open' && role === 'owner' ? <AnswerForm dispute={dispute} /> : null}
      </div>
    </Card>
  )
}

function AnswerForm({ dispute: { orderId, disputeId, referrerId } }: { readonly dispute: Dispute }) {
  const t = useTexts(disputeTexts)
  const { shopId } = useThisShop()
  const answer = useChange('answer-attribution-dispute')
  const give = (outcome: 'uphold' | 'reattribute') => (reason: string) =>
    answer.mutateAsync({ path: { shopId, orderId, disputeId }, body: { outcome, reason } })
  const id = shortCustomer(referrerId)
  return (
    <Verdict
      label={t('reason')}
      choices={[
        { action: t('uphold'), consequence: t('upholdConsequence', { id }), onConfirm: give('uphold') },
        {
          action: t('reattribute'),
          consequence: t('reattributeConsequence', { id }),
          danger: true,
          onConfirm: give('reattribute'),
        },
      ]}
    />
  )
}
