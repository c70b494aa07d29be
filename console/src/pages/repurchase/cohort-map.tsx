import { Segmented } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { FigureCard } from '../../parts/figure-card.tsx'
import { useViewState } from '../../parts/use-view-state.ts'
import { CohortPicture } from './cohort-picture.tsx'
import { CohortTable } from './cohort-table.tsx'
import { repurchaseTexts } from './repurchase-texts.ts'
import { type Cohorts, latest } from './scope-figures.ts'

/** Which of a cohort's two rows of cells is shown. */
export type CohortFigure = 'active' | 'everBackBy'

/** Cohorts by months after the first purchase, as a heat map or as a table; which of both is in the address. */
export function CohortMap({ cohorts }: { readonly cohorts: Cohorts }) {
  const t = useTexts(repurchaseTexts)
  const [view, setView] = useViewState(['cohorts', 'as'])
  const figure: CohortFigure = view.cohorts === 'everBackBy' ? 'everBackBy' : 'active'
  const isTable = view.as === 'table'
  const rows = latest(cohorts)
  return (
    <FigureCard
      title={t('cohorts')}
      hint={t('cohortsHint')}
      metricKeys={['cohorts.size', 'cohorts.active', 'cohorts.everBackBy']}
      extra={
        <div className="row-actions">
          <Segmented
            aria-label={t('cohorts')}
            value={figure}
            options={(['active', 'everBackBy'] as const).map((value) => ({ value, label: t(value) }))}
            onChange={(next) => setView({ cohorts: next })}
          />
          <Segmented
            aria-label={t('showAs')}
            value={isTable ? 'table' : 'picture'}
            options={[
              { value: 'picture', label: t('asPicture') },
              { value: 'table', label: t('asTable') },
            ]}
            onChange={(next) => setView({ as: next === 'table' ? next : undefined })}
          />
        </div>
      }
    >
      {isTable ? <CohortTable rows={rows} figure={figure} /> : <CohortPicture rows={rows} figure={figure} />}
    </FigureCard>
  )
}
