import type { EChartsOption } from 'echarts/types/dist/shared'
import type { Palette } from '../../app/theme.ts'
import { Chart } from '../../charts/chart.tsx'
import { readableOn } from '../../charts/readable.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import type { CohortFigure } from './cohort-map.tsx'
import { repurchaseTexts } from './repurchase-texts.ts'
import { type Cohorts, rateOf } from './scope-figures.ts'
import './repurchase.css'

const rowPx = 26
const columnPx = 54
const axesPx = 56
const labelsPx = 90
/** The darkest colour stands for at least so much: a shop where nobody comes back is not painted as if all did. */
const scaleMin = 0.1

/** `[column, row, rate]`; month 0 is the whole cohort and is left out. */
type Cell = readonly [column: number, row: number, rate: number, count: number]
type Rows = readonly (readonly [month: string, cohort: Cohorts[string]])[]

export function CohortPicture({ rows, figure }: { readonly rows: Rows; readonly figure: CohortFigure }) {
  const t = useTexts(repurchaseTexts)
  const { count, percent } = useFormat()
  const newestFirst = rows.toReversed()
  const columns = Math.max(0, ...rows.map(([, cohort]) => cohort[figure].length - 1))
  const cells = newestFirst.flatMap(([, cohort], row) => cellsOf(cohort, figure, row))
  const tell = ([column, row, rate, members]: Cell): string => {
    const [cohort = '', { size }] = newestFirst[row] ?? ['', { size: 0 }]
    return t('cohortCell', { cohort, size: count(size), n: column + 1, count: count(members), rate: percent(rate) })
  }
  const size = newestFirst[0]?.[1].size ?? 0
  const names = newestFirst.map(([month, cohort]) => `${month} · ${cohort.size}`)
  const across = Array.from({ length: columns }, (_, at) => t('monthAfter', { n: at + 1 }))
  return (
    <div className="wide-picture" ref={reachable}>
      <div style={{ minWidth: labelsPx + Math.min(columns, 12) * columnPx }}>
        <Chart
          label={t('cohortsLabel', { rows: rows.length, size: count(size) })}
          height={axesPx + rows.length * rowPx}
          option={(colours) => optionOf(colours, { cells, names, across, tell, percent })}
        />
      </div>
    </div>
  )
}

/** Where there is no room it scrolls sideways, which the keyboard can do only to what it reaches. */
function reachable(element: HTMLDivElement | null): void {
  element?.setAttribute('tabindex', '0')
}

const cellsOf = (cohort: Cohorts[string], figure: CohortFigure, row: number): Cell[] =>
  cohort[figure].slice(1).flatMap((members, column): Cell[] => {
    const rate = rateOf(members, cohort.size)
    return rate === null || members === null ? [] : [[column, row, rate, members]]
  })

type Drawn = {
  readonly cells: readonly Cell[]
  readonly names: readonly string[]
  readonly across: readonly string[]
  readonly tell: (cell: Cell) => string
  readonly percent: (rate: number) => string
}

function optionOf(colours: Palette, { cells, names, across, tell, percent }: Drawn): EChartsOption {
  const max = Math.max(scaleMin, ...cells.map(([, , rate]) => rate))
  const axis = { axisLine: { show: false }, axisTick: { show: false }, splitArea: { show: false } } as const
  return {
    tooltip: { trigger: 'item', renderMode: 'richText', formatter: (at) => tell(dataOf(at)) },
    legend: { show: false },
    grid: { left: 8, right: 8, top: 28, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'category', position: 'top', data: [...across], ...axis },
    yAxis: { type: 'category', inverse: true, data: [...names], ...axis },
    visualMap: { show: false, min: 0, max, dimension: 2, inRange: { color: [...colours.heat] } },
    series: [
      {
        type: 'heatmap',
        data: cells.map(([column, row, rate, members]) => ({
          value: [column, row, rate, members],
          label: { color: readableOn(colours.heat, rate / max, [colours.card, colours.ink]) },
        })),
        label: { show: true, fontSize: 11, formatter: (at) => percent(dataOf(at)[2]) },
        itemStyle: { borderColor: colours.card, borderWidth: 2, borderRadius: 4 },
      },
    ],
  }
}

/** The cell as we gave it; the library hands it back under `value`. */
const dataOf = (at: unknown): Cell => (at as { value: Cell }).value
