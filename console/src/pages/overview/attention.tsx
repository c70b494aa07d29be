import { Card } from 'antd'
import { Link } from 'react-router'
import { useTexts } from '../../i18n/texts.ts'
import { StateTag } from '../../parts/state-tag.tsx'
import { overviewTexts } from './overview-texts.ts'
import { useMatters } from './use-matters.ts'

/** What waits for somebody, the urgent first, with the way there. */
export function Attention({ driftCells }: { readonly driftCells: number | null }) {
  const t = useTexts(overviewTexts)
  const matters = useMatters(driftCells)
  const urgentFirst = matters.toSorted((a, b) => Number(b.isUrgent ?? false) - Number(a.isUrgent ?? false))
  return (
    <Card className="first-on-phone">
      <h2>{t('attention')}</h2>
      {matters.length === 0 ? <p className="faint">{t('allWell')}</p> : null}
      <ul className="matters">
        {urgentFirst.map(({ key, text, to, isUrgent }) => (
          <li key={key}>
            <StateTag tone={isUrgent ? 'urgent' : 'todo'}>{isUrgent ? t('now') : t('soon')}</StateTag>
            <Link to={to}>{text}</Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
