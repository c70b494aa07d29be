import { BarChart, GraphChart, HeatmapChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import { type ECharts, init, use as register } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { CanvasRenderer } from 'echarts/renderers'
import type { EChartsOption } from 'echarts/types/dist/shared'
import { useEffect, useRef } from 'react'
import { fontFamily, type Palette } from '../app/theme.ts'
import type { ChartProps } from './chart.tsx'

register([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  GraphChart,
  GridComponent,
  HeatmapChart,
  LabelLayout,
  LegendComponent,
  LineChart,
  TooltipComponent,
  VisualMapComponent,
])

type CanvasProps = Omit<ChartProps, 'option'> & {
  readonly option: EChartsOption
  readonly height: number
  readonly colours: Palette
}

export function Canvas({ label, option, height, colours, onChoose }: CanvasProps) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts>(undefined)
  const choose = useRef(onChoose)
  choose.current = onChoose
  useEffect(() => {
    const element = place.current
    if (!element) return undefined
    const made = init(element, themeOf(colours))
    chart.current = made
    made.on('click', ({ name, dataIndex }) => choose.current?.({ name, dataIndex }))
    const watcher = new ResizeObserver(() => made.resize())
    watcher.observe(element)
    return () => {
      watcher.disconnect()
      made.dispose()
    }
  }, [colours])
  useEffect(() => {
    const widthPx = place.current?.clientWidth ?? 0
    chart.current?.setOption({ ...common(colours, legendLines(option, widthPx)), ...option }, { notMerge: true })
  }, [option, colours])
  // The style by which the height is set is a property, not an attribute: the security policy lets it be.
  return <div ref={place} role="img" aria-label={label} className="chart" style={{ height }} />
}

/** What the library does not take from the option as a whole. */
const themeOf = ({ faint, line }: Palette) => {
  const lineStyle = { color: line }
  const axis = { axisLabel: { color: faint }, axisLine: { lineStyle }, splitLine: { lineStyle } }
  return { categoryAxis: { ...axis, splitLine: { show: false } }, valueAxis: axis }
}

/** Of a legend's text; and of what is beside each of its words. */
const legendPx = { latin: 7, han: 12, beside: 30, line: 20 } as const

/** In how many lines the library breaks the legend: it leaves no room for the second by itself. */
function legendLines({ series = [] }: EChartsOption, widthPx: number): number {
  const names = [series].flat().flatMap(({ name }) => (name === undefined ? [] : [String(name)]))
  const ofName = (name: string) =>
    Array.from(name).reduce((sum, sign) => sum + (/\p{Script=Han}/u.test(sign) ? legendPx.han : legendPx.latin), 0)
  const totalPx = names.reduce((sum, name) => sum + ofName(name) + legendPx.beside, 0)
  return Math.max(1, Math.ceil(totalPx / Math.max(1, widthPx)))
}

const common = (colours: Palette, lines: number): EChartsOption => ({
  color: [...colours.series],
  textStyle: { color: colours.faint, fontFamily },
  animationDuration: 300,
  grid: {
    left: 8,
    right: 12,
    top: 12 + lines * legendPx.line,
    bottom: 8,
    outerBoundsMode: 'same',
    outerBoundsContain: 'axisLabel',
  },
  legend: { top: 0, left: 0, icon: 'roundRect', itemWidth: 12, itemHeight: 8, textStyle: { color: colours.faint } },
  // Drawn and not put into the page as HTML, whose inline styles the security policy forbids.
  tooltip: {
    trigger: 'axis',
    renderMode: 'richText',
    backgroundColor: colours.card,
    borderColor: colours.line,
    textStyle: { color: colours.ink },
  },
})
