import { useApi } from '../api/use-api.ts'
import { useText } from '../i18n/texts.ts'

export type MetricText = { readonly name: string; readonly definition: string }

/**
 * What the API says a figure is, by the key under which its answers have it: the pages and the API explain a figure in the
 * same words. Empty while the definitions are on the way.
 */
export function useMetrics(): (key: string) => MetricText {
  const { data } = useApi('list-metrics', {})
  const text = useText()
  return (key) => {
    const found = data?.items.find((metric) => metric.key === key)
    if (found === undefined) return { name: '', definition: '' }
    const { name, definition, edgeCases, differs } = found
    return { name: text(name), definition: [definition, edgeCases, differs].map(text).join(' ') }
  }
}
