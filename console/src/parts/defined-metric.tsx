import { MetricCard, type MetricCardProps } from './metric-card.tsx'
import { useMetrics } from './use-metrics.ts'

/** A card of one of the API's own figures: its definition comes by its key, its title too where none is given. */
export function DefinedMetric({
  metricKey,
  title,
  ...card
}: Omit<MetricCardProps, 'title' | 'definition'> & { readonly metricKey: string; readonly title?: string }) {
  const { name, definition } = useMetrics()(metricKey)
  return <MetricCard {...card} title={title ?? name} definition={definition} />
}
