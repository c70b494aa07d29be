import { useApi } from '../api/use-api.ts'
import { useLanguage } from '../i18n/language.ts'

/** The names and definitions of figures, as the API itself gives them: `useMetrics()('repurchaseRateByDay').definition`. */
export function useMetrics() {
  const language = useLanguage()
  const items = useApi('list-metrics', {}).data?.items
  return (key: string): { readonly title: string; readonly definition: string } => {
    const found = items?.find((metric) => metric.key === key)
    if (!found) return { title: key, definition: '' }
    const { name, definition, edgeCases, differs } = found
    return {
      title: name[language],
      definition: [definition, edgeCases, differs].map((text) => text[language]).join(' '),
    }
  }
}
