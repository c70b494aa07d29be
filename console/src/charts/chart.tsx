import type { EChartsOption } from 'echarts/types/dist/shared'
import { lazy, Suspense } from 'react'
import { useIsDark } from '../app/appearance.ts'
import { type Palette, palette } from '../app/theme.ts'
import { Loading } from '../parts/states.tsx'

export type ChartProps = {
  /** What the picture shows, in a sentence, for who does not see it. */
  readonly label: string
  /** The option in the colours of the appearance. */
  readonly option: (colours: Palette) => EChartsOption
  /** Pixels. */
  readonly height?: number
  /** Somebody chose a part of it: its series, name and data as the library tells them. */
  readonly onChoose?: (chosen: { readonly name: string; readonly dataIndex: number }) => void
}

const Canvas = lazy(async () => ({ default: (await import('./canvas.tsx')).Canvas }))
const heightDefault = 260

/** A picture of figures. The library comes when the first one is shown. */
export function Chart({ height = heightDefault, option, ...rest }: ChartProps) {
  const colours = useIsDark() ? palette.dark : palette.light
  return (
    <Suspense fallback={<Loading />}>
      <Canvas {...rest} height={height} option={option(colours)} colours={colours} />
    </Suspense>
  )
}
