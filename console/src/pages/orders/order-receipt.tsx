import { Card } from 'antd'
import type { Reply } from '../../api/call.ts'
import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Answer } from '../../parts/answer.tsx'
import { StateTag } from '../../parts/state-tag.tsx'
import { useChannelName } from '../../parts/use-channel-name.ts'
import { ReferrerLink } from '../referrers/referrer-link.tsx'
import { receiptTexts } from './receipt-texts.ts'

type Receipt = Reply<'get-order-attribution'>
type Tie = NonNullable<Receipt['winner']> | Receipt['losers'][number]

/** Whom an order is credited to, and why: every visit that was weighed, and what became of it. */
export function OrderReceipt({ orderId }: { readonly orderId: string }) {
  const t = useTexts(receiptTexts)
  const { shopId } = useThisShop()
  const receipt = useApi('get-order-attribution', { path: { shopId, orderId } })
  return (
    <Card id="receipt">
      <div className="stack">
        <h2>{t('title')}</h2>
        <Answer of={receipt} rows={2}>
          {(shown) => <Weighed receipt={shown} />}
        </Answer>
      </div>
    </Card>
  )
}

function Weighed({ receipt }: { readonly receipt: Receipt }) {
  const t = useTexts(receiptTexts)
  const { count, moment } = useFormat()
  const { winner, losers, introduction, creditedTo, disputes, windowDays, windowOpensAt } = receipt
  return (
    <>
      <p className="page-hint">{t('window', { days: count(windowDays), from: moment(windowOpensAt) })}</p>
      <ul className="matters">
        {winner === null ? <li className="faint">{t('nobody')}</li> : null}
        {winner === null ? null : (
          <li>
            <StateTag tone="good">{t(winner.by)}</StateTag> <WhoAndWhen tie={winner} />
          </li>
        )}
        {losers.map((loser) => (
          <li key={`${loser.linkCode} ${loser.visitedAt}`}>
            <StateTag tone="calm">{t(loser.reason)}</StateTag> <WhoAndWhen tie={loser} />
          </li>
        ))}
        {introduction === 'not_referring' ? <li className="faint">{t('introducerOut')}</li> : null}
      </ul>
      {creditedTo ? (
        <p>
          {t('creditedTo')} <ReferrerLink customerId={creditedTo} />
        </p>
      ) : null}
      {disputes.map(({ disputeId, status, statement, answer = '' }) => (
        <p key={disputeId} className="two-lines">
          <span>
            <StateTag tone={status === 'open' ? 'todo' : 'calm'}>{t(status)}</StateTag> {statement}
          </span>
          <small>{answer}</small>
        </p>
      ))}
    </>
  )
}

function WhoAndWhen({ tie }: { readonly tie: Tie }) {
  const { moment } = useFormat()
  const { channel, referrerId } = tie
  const channelName = useChannelName()
  return (
    <>
      {referrerId === undefined ? null : <ReferrerLink customerId={referrerId} />} {channelName(channel)}{' '}
      {'visitedAt' in tie ? <small className="faint">{moment(tie.visitedAt)}</small> : null}
    </>
  )
}
