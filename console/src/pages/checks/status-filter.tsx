import { Segmented } from 'antd'
import { useViewState } from '../../parts/use-view-state.ts'

type Statuses<Status extends string> = readonly [Status, ...Status[]]

/** The status that a list is narrowed to, by its address; the first where none is chosen. */
export function useStatus<Status extends string>(statuses: Statuses<Status>): Status {
  const [{ status: asked }] = useViewState(['status'])
  return statuses.find((status) => status === asked) ?? statuses[0]
}

/** What a list is for, and the choice of a status. */
export function StatusFilter<Status extends string>({
  hint,
  label,
  statuses,
  nameOf,
}: {
  readonly hint: string
  readonly label: string
  readonly statuses: Statuses<Status>
  readonly nameOf: (status: Status) => string
}) {
  const [, setView] = useViewState(['status'])
  return (
    <>
      <p className="page-hint">{hint}</p>
      <div className="filters">
        <Segmented
          aria-label={label}
          value={useStatus(statuses)}
          options={statuses.map((value) => ({ value, label: nameOf(value) }))}
          onChange={(status) => setView({ status })}
        />
      </div>
    </>
  )
}
