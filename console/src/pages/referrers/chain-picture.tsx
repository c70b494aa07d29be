import type { EChartsOption } from 'echarts/types/dist/shared'
import { memo, useMemo } from 'react'
import type { Palette } from '../../app/theme.ts'
import { Chart } from '../../charts/chart.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { shortCustomer } from '../../parts/short-customer.ts'
import { type ChainNode, type Drawn, type Place, placeChain, ringUnits } from './chain-layout.ts'
import { chainTexts } from './referrer-texts.ts'

/** With more people than these, dots are small and nothing moves, so that zooming stays smooth. */
const crowd = 400
const dotPx = { min: 5, max: 38, maxInCrowd: 16 } as const
/** Names that can be read beside each other. */
const namedMax = { few: 12, inCrowd: 4 } as const
/** As wide as it is high, and not wider than a phone. */
const heightPx = { max: 560, besidePicture: 74 } as const
/** Around the dots, for the names beside them. */
const marginPx = { wide: 24, narrow: 56 } as const
const narrowPx = 576
const picturePx = (): number => Math.min(heightPx.max, window.innerWidth - heightPx.besidePicture)
/** Stands in the middle for the shop where nobody is the root. */
const shopId = ''

/** Drawn anew only where it changed, as that takes the view back to the whole. */
export const ChainPicture = memo(function ChainPicture({
  drawn,
  root,
  zoom,
  onChoose,
}: {
  readonly drawn: Drawn
  readonly root: string | undefined
  readonly zoom: number
  readonly onChoose: (customerId: string) => void
}) {
  const t = useTexts(chainTexts)
  const { count, yuan } = useFormat()
  const places = useMemo(() => placeChain(drawn, root !== undefined), [drawn, root])
  const largest = [...drawn.nodes.values()].sort((a, b) => b.repurchasedFen - a.repurchasedFen)
  const [first] = largest
  const tell = (id: string): string => {
    const node = drawn.nodes.get(id)
    if (!node) return t('shop')
    const { customerId, people, amountFen, repurchasedFen } = node
    const figures = { people: count(people), amount: yuan(amountFen), repurchased: yuan(repurchasedFen) }
    return t('tip', { id: shortCustomer(customerId), ...figures })
  }
  const label = t('label', {
    n: count(drawn.nodes.size),
    id: first ? shortCustomer(first.customerId) : '–',
    amount: yuan(first?.repurchasedFen ?? 0),
  })
  return (
    <Chart
      label={label}
      height={picturePx()}
      option={(colours) => optionOf(colours, { drawn, places, largest, tell, shop: t('shop'), zoom })}
      onChoose={({ name }) => {
        if (drawn.nodes.has(name)) onChoose(name)
      }}
    />
  )
})

type Picture = {
  readonly drawn: Drawn
  readonly places: ReadonlyMap<string, Place>
  readonly largest: readonly ChainNode[]
  readonly tell: (id: string) => string
  readonly shop: string
  readonly zoom: number
}

function optionOf(colours: Palette, { drawn, places, largest, tell, shop, zoom }: Picture): EChartsOption {
  const isCrowd = drawn.nodes.size > crowd
  const maxPx = isCrowd ? dotPx.maxInCrowd : dotPx.max
  const ringPx = isCrowd ? 1.5 : 3
  const margin = window.innerWidth < narrowPx ? marginPx.narrow : marginPx.wide
  const maxFen = Math.max(1, largest[0]?.repurchasedFen ?? 0)
  const named = new Set(largest.slice(0, isCrowd ? namedMax.inCrowd : namedMax.few).map(({ customerId }) => customerId))
  const people = [...drawn.nodes.values()].map(({ customerId, repurchasedFen, hasMore }) => {
    const { x, y, level } = places.get(customerId) ?? { x: 0, y: 0, level: 0 }
    const color = colours.series[level % colours.series.length] ?? colours.pine
    return {
      name: customerId,
      x,
      y,
      // The area of the dot, not its width, is what one compares.
      symbolSize: dotPx.min + (maxPx - dotPx.min) * Math.sqrt(Math.max(0, repurchasedFen) / maxFen),
      itemStyle: { color, borderColor: hasMore ? colours.persimmon : colours.card, borderWidth: hasMore ? ringPx : 1 },
      label: { show: named.has(customerId), formatter: shortCustomer(customerId) },
    }
  })
  const tops = [...places].flatMap(([to, { level }]) => (level === 1 ? [to] : []))
  const hasShop = tops.length > 0 && ![...places.values()].some(({ level }) => level === 0)
  const shopDot = {
    name: shopId,
    x: 0,
    y: 0,
    symbol: 'roundRect',
    symbolSize: 18,
    itemStyle: { color: colours.ink },
    label: { show: true, formatter: shop },
  }
  const ties = [...drawn.edges, ...(hasShop ? tops.map((to) => ({ from: shopId, to })) : [])]
  return {
    legend: { show: false },
    animation: !isCrowd,
    tooltip: { trigger: 'item', renderMode: 'richText', formatter: (at) => tipOf(at, tell) },
    series: [
      {
        type: 'graph',
        layout: 'none',
        top: margin,
        bottom: margin,
        roam: true,
        zoom,
        scaleLimit: { min: 0.4, max: 40 },
        selectedMode: 'single',
        select: { itemStyle: { borderColor: colours.ink, borderWidth: 3 } },
        data: [...cornersOf(places), ...(hasShop ? [shopDot] : []), ...people],
        links: ties.map(({ from, to }) => ({ source: from, target: to })),
        lineStyle: { color: colours.faint, opacity: isCrowd ? 0.25 : 0.45, width: 1 },
        label: { position: 'right', color: colours.ink, fontSize: 11 },
        labelLayout: { hideOverlap: true },
        emphasis: { focus: isCrowd ? 'none' : 'adjacency' },
      },
    ],
  }
}

/** Two dots that nobody sees: they hold the middle in the middle, where people are on one side only or in one line. */
function cornersOf(places: ReadonlyMap<string, Place>) {
  const furthest = ringUnits * Math.max(1, ...new Set([...places.values()].map(({ level }) => level)))
  return [-furthest, furthest].map((at) => ({ name: `corner ${at}`, x: at, y: at, symbolSize: 0, silent: true }))
}

/** Of people; a line between two says nothing of its own. */
function tipOf(at: unknown, tell: (id: string) => string): string {
  const { dataType, name } = at as { dataType?: string; name: string }
  return dataType === 'node' ? tell(name) : ''
}
