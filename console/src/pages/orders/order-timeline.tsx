import { Card, Timeline } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import type { OneOrder } from './order-page.tsx'
import { orderTexts } from './order-texts.ts'

/** Of a moment's text, what comes before the fraction of its second. */
const secondLength = '2026-03-01T08:00:00'.length
/** The moments that an order may know of, in the order of its life. */
const moments = ['placedAt', 'paidAt', 'shippedAt', 'receivedAt', 'completedAt', 'cancelledAt', 'refundedAt'] as const

type Happened = { readonly at: string; readonly text: string }

/** What happened to the order, in the order in which it did. */
export function OrderTimeline({ order }: { readonly order: OneOrder }) {
  const t = useTexts(orderTexts)
  const { moment, yuan } = useFormat()
  const happened: Happened[] = moments.flatMap((name) => {
    const at = order[name]
    return at === undefined ? [] : [{ at, text: t(name === 'placedAt' ? 'placed' : name) }]
  })
  for (const opened of order.afterSales ?? [])
    happened.push({ at: opened.openedAt, text: `${t('afterSales')} ${yuan(opened.refundFen)}` })
  // WeChat tells a payment's time to the second: what is of one second stays in the order above.
  happened.sort((left, right) => left.at.slice(0, secondLength).localeCompare(right.at.slice(0, secondLength)))
  return (
    <Card>
      <h2>{t('events')}</h2>
      <Timeline
        className="order-timeline"
        items={happened.map(({ at, text }) => ({
          key: `${at}${text}`,
          content: (
            <span className="two-lines">
              {text}
              <small>{moment(at)}</small>
            </span>
          ),
        }))}
      />
    </Card>
  )
}
