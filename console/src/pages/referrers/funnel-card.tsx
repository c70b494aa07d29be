import type { Reply } from '../../api/call.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { FigureCard } from '../../parts/figure-card.tsx'
import { memberTexts } from './referrer-texts.ts'
import './referrers.css'

export type Funnel = Reply<'get-referrer-funnel'>

/** People, from who saw to who bought again; visits and orders are not people and stand beside. */
const stages = ['visitors', 'logins', 'buyers', 'repeatBuyers'] as const

/** What became of all links of one referrer. */
export function FunnelCard({ funnel }: { readonly funnel: Funnel }) {
  const t = useTexts(memberTexts)
  const { count, percent, yuan } = useFormat()
  const most = Math.max(1, ...stages.map((stage) => funnel[stage]))
  return (
    <FigureCard title={t('funnel')} hint={t('funnelHint')}>
      <ol className="funnel">
        {stages.map((stage, at) => {
          const before = stages[at - 1]
          const rate = before && funnel[before] > 0 ? funnel[stage] / funnel[before] : null
          return (
            <li key={stage}>
              <span className="funnel-name">{t(stage)}</span>
              <span className="funnel-track">
                <span className="funnel-bar" style={{ width: `${(100 * funnel[stage]) / most}%` }} />
              </span>
              <span className="two-lines">
                <strong>{count(funnel[stage])}</strong>
                {rate === null ? null : <small>{t('ofBefore', { rate: percent(rate) })}</small>}
              </span>
            </li>
          )
        })}
      </ol>
      <p className="page-hint">
        {t('visits')} {count(funnel.visits)} · {t('orders')} {count(funnel.orders)} · {t('net')} {yuan(funnel.netFen)}
      </p>
    </FigureCard>
  )
}
