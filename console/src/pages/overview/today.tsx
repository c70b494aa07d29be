import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { dayStart } from '../../i18n/shop-day.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Answer } from '../../parts/answer.tsx'
import { MetricCard } from '../../parts/metric-card.tsx'
import { overviewTexts } from './overview-texts.ts'

/** The API's largest page. */
const ordersCounted = 100

/** What came in since midnight by the shop's clock; `day` is the server's. */
export function Today({ day }: { readonly day: string }) {
  const t = useTexts(overviewTexts)
  const { shopId, timeZone } = useThisShop()
  const { count, yuan } = useFormat()
  const query = { limit: ordersCounted, from: dayStart(day, timeZone) }
  const orders = useApi('list-orders', { path: { shopId }, query }, { live: true })
  return (
    <section className="stack" aria-label={t('today')}>
      <h2>{t('today')}</h2>
      <Answer of={orders} rows={2}>
        {({ items, cursor }) => {
          const paid = items.filter(({ netPaidFen }) => netPaidFen !== undefined)
          const more = cursor === undefined ? '' : '+'
          return (
            <div className="grid">
              <MetricCard
                title={t('todayOrders')}
                definition={t('todayOrdersDefinition')}
                value={`${count(items.length)}${more}`}
                note={t('paidOrders', { n: `${count(paid.length)}${more}` })}
                to={`/shops/${shopId}/orders`}
              />
              <MetricCard
                title={t('todayPaid')}
                definition={t('todayPaidDefinition')}
                value={`${yuan(paid.reduce((sum, { netPaidFen = 0 }) => sum + netPaidFen, 0))}${more}`}
                to={`/shops/${shopId}/orders`}
              />
            </div>
          )
        }}
      </Answer>
    </section>
  )
}
