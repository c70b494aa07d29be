import { useSyncExternalStore } from 'react'

export const languages = ['zh', 'en'] as const
export type Language = (typeof languages)[number]

const storageKey = 'huitou.language'
const listeners = new Set<() => void>()
let language: Language = localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh'

/** The language in which the API is asked to answer, too. */
export const currentLanguage = (): Language => language
/** As `Intl` and the page's `lang` name it. */
export const localeOf = (of: Language): string => (of === 'zh' ? 'zh-CN' : 'en')

export function setLanguage(next: Language): void {
  language = next
  localStorage.setItem(storageKey, next)
  document.documentElement.lang = localeOf(next)
  for (const listener of listeners) listener()
}

export const useLanguage = (): Language =>
  useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, currentLanguage)
