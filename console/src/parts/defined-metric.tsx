import { MetricCard, type MetricCardProps } from './metric-card.tsx'
import { useMetrics } from './use-metrics.ts'

/** A card of one of the API's own figures: its definition comes by its key, its title too where none is given. */
export function DefinedMetric({
  metricKey,
  ...card
}: Omit<MetricCardProps, 'title' | 'definition'> & { readonly metricKey: string; readonly title?: string }) {
  return <MetricCard {...useMetrics()(metricKey)} {...card} />
}
