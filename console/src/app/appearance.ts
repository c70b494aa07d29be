import { useSyncExternalStore } from 'react'

export const appearances = ['auto', 'light', 'dark'] as const
export type Appearance = (typeof appearances)[number]

const storageKey = 'huitou.appearance'
const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()
const stored = localStorage.getItem(storageKey)
let appearance: Appearance = appearances.find((known) => known === stored) ?? 'auto'

export function setAppearance(next: Appearance): void {
  appearance = next
  localStorage.setItem(storageKey, next)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  systemIsDark.addEventListener('change', listener)
  return () => {
    listeners.delete(listener)
    systemIsDark.removeEventListener('change', listener)
  }
}

export const useAppearance = (): Appearance => useSyncExternalStore(subscribe, () => appearance)

/** What the page is to look like now: as chosen, or as the system does. */
export const useIsDark = (): boolean =>
  useSyncExternalStore(subscribe, () => (appearance === 'auto' ? systemIsDark.matches : appearance === 'dark'))
