import { useSearchParams } from 'react-router'

/**
 * What a view is narrowed to, kept in its address, so that a link that is shared opens the same view.
 * `const [filter, setFilter] = useViewState(['status', 'customerId'])`
 */
export function useViewState<const Name extends string>(names: readonly Name[]) {
  const [params, setParams] = useSearchParams()
  const state: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const value = params.get(name)
    if (value !== null && value !== '') state[name] = value
  }
  const change = (changes: Partial<Record<Name, string | undefined>>): void => {
    const next = new URLSearchParams(params)
    for (const [name, value] of Object.entries<string | undefined>(changes as Record<string, string | undefined>)) {
      if (value === undefined || value === '') next.delete(name)
      else next.set(name, value)
    }
    setParams(next, { replace: true })
  }
  return [state, change] as const
}
