import { Card } from 'antd'
import type { Item } from '../../api/call.ts'
import { newId } from '../../api/new-id.ts'
import { useApiPages, useChange } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { shortCustomer } from '../../parts/short-customer.ts'
import { StateTag } from '../../parts/state-tag.tsx'
import { useColleagueName } from '../../parts/use-colleague-name.ts'
import { Verdict } from '../../parts/verdict.tsx'
import { CustomerLink } from '../customers/customer-link.tsx'
import { OrderLink } from '../orders/order-link.tsx'
import { ReferrerLink } from '../referrers/referrer-link.tsx'
import { CardList } from './card-list.tsx'
import { holdTexts } from './check-texts.ts'
import { StatusFilter, useStatus } from './status-filter.tsx'

type Hold = Item<'list-commission-holds'>
type Signal = Hold['signals'][number]

const statuses = ['held', 'cleared', 'forfeited'] as const
const tones = { held: 'todo', cleared: 'good', forfeited: 'urgent' } as const

/** Commission that is kept back, why, and the owner's decision. */
export function Holds() {
  const t = useTexts(holdTexts)
  const { shopId } = useThisShop()
  const status = useStatus(statuses)
  const pages = useApiPages('list-commission-holds', { path: { shopId }, query: { status } }, { live: true })
  return (
    <>
      <StatusFilter hint={t('holdsHint')} label={t('status')} statuses={statuses} nameOf={t} />
      <CardList pages={pages} nothing={t('nothing')}>
        {(hold) => <OneHold key={hold.orderId} hold={hold} />}
      </CardList>
    </>
  )
}

function OneHold({ hold }: { readonly hold: Hold }) {
  const t = useTexts(holdTexts)
  const { moment } = useFormat()
  const nameOfColleague = useColleagueName()
  const { orderId, referrerId, status, heldAt, signals, decisions } = hold
  return (
    <Card>
      <div className="side-by-side">
        <div className="stack">
          <dl className="facts">
            <dt>{t('order')}</dt>
            <dd>
              <OrderLink orderId={orderId} /> <StateTag tone={tones[status]}>{t(status)}</StateTag>
            </dd>
            <dt>{t('referrer')}</dt>
            <dd>
              <ReferrerLink customerId={referrerId} />
            </dd>
            <dt>{t('heldAt')}</dt>
            <dd>{moment(heldAt)}</dd>
          </dl>
          <h2>{t('evidence')}</h2>
          <ul className="matters">
            {signals.map((signal) => (
              <Evidence key={`${signal.level} ${signal.code}`} signal={signal} />
            ))}
          </ul>
        </div>
        <div className="stack">
          {decisions.map(({ decisionId, verdict, reason, at, by }) => (
            <p key={decisionId} className="two-lines">
              <span>
                <StateTag tone={tones[verdict]}>{t(verdict)}</StateTag> {reason}
              </span>
              <small>
                {moment(at)} · {nameOfColleague(by)}
              </small>
            </p>
          ))}
          {status === 'held' ? <Decide hold={hold} /> : null}
        </div>
      </div>
    </Card>
  )
}

function Evidence({ signal }: { readonly signal: Signal }) {
  const t = useTexts(holdTexts)
  const { bps, count } = useFormat()
  const { code, level, measured, threshold, customerIds, orderIds } = signal
  // Of the loop of refunds a share is measured, of all others a number.
  const write = code === 'refund_loop' ? bps : count
  return (
    <li className="two-lines">
      <strong>{level === 'second' ? t('ofSecond', { sign: t(code) }) : t(code)}</strong>
      <small>{t('measured', { measured: write(measured), threshold: write(threshold) })}</small>
      {customerIds.length === 0 ? null : (
        <span className="row-actions">
          <small>{t('people')}</small>
          {customerIds.map((customerId) => (
            <CustomerLink key={customerId} customerId={customerId} />
          ))}
        </span>
      )}
      {orderIds.length === 0 ? null : (
        <span className="row-actions">
          <small>{t('orders')}</small>
          {orderIds.map((orderId) => (
            <OrderLink key={orderId} orderId={orderId} />
          ))}
        </span>
      )}
    </li>
  )
}

function Decide({ hold: { orderId, referrerId } }: { readonly hold: Hold }) {
  const t = useTexts(holdTexts)
  const { shopId } = useThisShop()
  const decide = useChange('decide-commission-hold')
  const give = (verdict: 'cleared' | 'forfeited') => (reason: string) =>
    decide.mutateAsync({ path: { shopId, orderId }, body: { decisionId: newId('hdc'), verdict, reason } })
  const id = shortCustomer(referrerId)
  return (
    <Verdict
      label={t('reason')}
      choices={[
        { action: t('clear'), consequence: t('clearConsequence', { id }), onConfirm: give('cleared') },
        {
          action: t('forfeit'),
          consequence: t('forfeitConsequence', { id }),
          danger: true,
          onConfirm: give('forfeited'),
        },
      ]}
    />
  )
}
