import { useSyncExternalStore } from 'react'

/** As wide as phones are; `console.css` has the same number. */
const phone = window.matchMedia('(max-width: 575px)')

function subscribe(listener: () => void): () => void {
  phone.addEventListener('change', listener)
  return () => phone.removeEventListener('change', listener)
}

/** Whether there is room for one column only. */
export const useIsPhone = (): boolean => useSyncExternalStore(subscribe, () => phone.matches)
