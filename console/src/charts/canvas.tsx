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
    chart.current?.setOption({ ...common(colours), ...option }, { notMerge: true })
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

const common = (colours: Palette): EChartsOption => ({
  color: [...colours.series],
  textStyle: { color: colours.faint, fontFamily },
  animationDuration: 300,
  grid: { left: 8, right: 12, top: 32, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
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
