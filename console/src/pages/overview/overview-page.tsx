import { useApi } from '../../api/use-api.ts'
import { useThisShop } from '../../app/shop.tsx'
import { texts, useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Answer } from '../../parts/answer.tsx'
import { MetricCard } from '../../parts/metric-card.tsx'
import { Page } from '../../parts/page.tsx'

const overviewTexts = texts({
  title: { zh: '概览', en: 'Overview' },
  customers: { zh: '顾客', en: 'Customers' },
  customersDefinition: {
    zh: '至少有一笔已付款且未全额退款的订单的人。',
    en: 'People with at least one paid order that was not wholly refunded.',
  },
})

export function OverviewPage() {
  const t = useTexts(overviewTexts)
  const { shopId } = useThisShop()
  const { count } = useFormat()
  const figures = useApi('get-shop-repurchase', { path: { shopId }, query: {} }, { live: true })
  return (
    <Page title={t('title')}>
      <Answer of={figures}>
        {({ customers }) => (
          <div className="grid">
            <MetricCard title={t('customers')} value={count(customers)} definition={t('customersDefinition')} />
          </div>
        )}
      </Answer>
    </Page>
  )
}
