import { createContext, use } from 'react'

/** The shop that is looked at, and what the caller may do there. Operators look at every shop and change none. */
export type ChosenShop = {
  readonly shopId: string
  readonly name: string
  readonly timeZone: string
  readonly role: 'owner' | 'staff' | 'operator'
}

export const ShopContext = createContext<ChosenShop | undefined>(undefined)

/** The shop of the page; undefined on pages that are about none. */
export const useShop = (): ChosenShop | undefined => use(ShopContext)

/** On pages of one shop. */
export function useThisShop(): ChosenShop {
  const shop = useShop()
  if (shop === undefined) throw new Error('This page needs a shop')
  return shop
}
